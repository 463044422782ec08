import Logging

/// Where a command that holds the ledger serves the requests of other commands.
struct RequestDesk: Sendable {
    let ledger: Ledger
    let stop: StopSignal

    private static let interval = Duration.milliseconds(50)

    /// Does the work, and what others ask for in the meantime, whether the work walks, sends or waits.
    ///
    /// - Throws: what the work throws.
    func attend<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                let spool = RequestSpool(ledger.directory)
                while !Task.isCancelled {
                    // While the ledger is lent, requests are for whoever has it.
                    if !stop.isGivingWay { await spool.serve { await answer($0) } }
                    // Ends at once when the work has ended.
                    try? await Task.sleep(for: Self.interval)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    /// Lets the emergency that asked for it have the ledger; returns when the run can go on.
    ///
    /// - Throws: `PlanError.interrupted` when the run was stopped meanwhile, `LedgerError` when the ledger cannot be had
    ///   again.
    func giveWay(from run: RunID) async throws {
        Runner.log.notice("an emergency goes first", metadata: ["run": "\(run)"])
        let stop = stop
        guard try await ledger.giveWay(while: { stop.isGivingWay }) else {
            throw PlanError.interrupted(run: run)
        }

        stop.goOn()
        Runner.log.notice("going on", metadata: ["run": "\(run)"])
    }

    private func answer(_ request: LedgerRequest) async -> String {
        if request.action == .giveWay {
            // One that has what it asked for, or has died, needs nobody to give way.
            if ledger.isWantedFirst { stop.giveWay() }
            return ""
        }
        do throws(LedgerError) {
            try await ledger.fulfil(request)
            return ""
        } catch {
            return "\(error)"
        }
    }
}
