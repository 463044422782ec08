import Logging

/// Where a command that holds the ledger serves the requests of other commands, and heeds pauses and stop files.
struct RequestDesk: Sendable {
    let ledger: Ledger
    let stop: StopSignal
    var controls = RunControls()
    var progress: @Sendable (RunProgress) -> Void = { _ in }
    /// Tells people what happens, beside the work; nil where nobody is to be told.
    var notices: NoticeSender?

    private static let interval = Duration.milliseconds(50)
    /// Pauses that end by themselves are looked for at every so many turns; what is asked for acts at once.
    private static let turnsPerLook = 4

    /// Does the work, and what others ask for in the meantime, whether the work walks, sends or waits.
    ///
    /// - Throws: what the work throws; `LedgerError.Cause.panicked` before it has begun.
    func attend<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await heed()
        if stop.isPanicked { throw ledger.directory.panic }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await serve()
                return nil
            }
            group.addTask {
                await notices?.work()
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    private func serve() async {
        let spool = RequestSpool(ledger.directory)
        var turn = 0
        while !Task.isCancelled {
            turn += 1
            let isPanic = StopFile.panic.sighting(in: ledger.directory) != nil
            if isPanic { panic() }
            // While the ledger is lent, requests are for whoever has it.
            if !stop.isGivingWay {
                await spool.serve { await answer($0) }
                if turn % Self.turnsPerLook == 0 || isPanic {
                    // A ledger that cannot be written stops the work, which says so.
                    try? await heed()
                }
            }
            // Ends at once when the work has ended.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Does what pauses, throttles and stop files say now, and writes down what of it is new.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written.
    private func heed() async throws(LedgerError) {
        let files = StopFile.seen(in: ledger.directory)
        if files[.panic] != nil { panic() }
        controls.apply(try await ledger.change { try $0.liveRules(files) })
    }

    private func panic() {
        guard !stop.isPanicked else { return }

        stop.panic()
        controls.panic()
        Runner.log.error("nothing is sent any more: the file `panic` is there")
    }

    /// What a walk or a look does between two pieces of its work: lets an emergency go first, waits while the run is held
    /// back.
    ///
    /// Answers whether the ledger was lent meanwhile, so that the run is to be adopted.
    ///
    /// - Throws: `PlanError.interrupted` or `.cancelled` when the run is not to go on, and `LedgerError`.
    func passage(for run: RunID, _ news: RunProgress) async throws -> Bool {
        var wasLent = false
        while true {
            if stop.isGivingWay {
                try await giveWay(from: run)
                wasLent = true
            }
            try refuseStopped(run)
            guard controls.hold != nil else { return wasLent }

            var news = news
            news.waits = controls.waits
            progress(news)
            // A cancelled sleep ends at once; whether to go on is for the signal to say.
            try? await Task.sleep(for: Self.interval)
            if Task.isCancelled, !stop.isGivingWay { throw PlanError.interrupted(run: run) }
        }
    }

    private func refuseStopped(_ run: RunID) throws {
        if controls.isCancelled(run) { throw PlanError.cancelled(run: run) }
        if stop.isPanicked { throw ledger.directory.panic }
        if stop.isStopping, !stop.isGivingWay { throw PlanError.interrupted(run: run) }
    }

    /// Lets the emergency that asked for it have the ledger; returns when the run can go on.
    ///
    /// - Throws: `PlanError.interrupted` when the run was stopped meanwhile, `LedgerError` when the ledger cannot be had
    ///   again.
    func giveWay(from run: RunID) async throws {
        Runner.log.notice("an emergency goes first", metadata: ["run": "\(run)"])
        progress(RunProgress(phase: .applying, waits: [.emergency]))
        let stop = stop
        guard try await ledger.giveWay(while: { stop.isGivingWay }) else {
            if stop.isPanicked { throw ledger.directory.panic }
            throw PlanError.interrupted(run: run)
        }

        // Whoever had the ledger may have been told to pause this run.
        try await heed()
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
            // Acts before its asker is told: what returned from `purge pause` sends nothing new.
            try await heed()
            if request.action == .cancel, let run = request.run { controls.noteCancelled(run) }
            return ""
        } catch {
            return "\(error)"
        }
    }
}
