import PurgeJobs

/// Has a request done: by ourselves when nobody holds the ledger, else by its holder.
struct Asking {
    let state: StateDirectory
    let person: Operator
    let command: String

    private static let patience = Duration.seconds(10)
    private static let interval = Duration.milliseconds(50)

    /// Returns when the request is done and durable.
    ///
    /// - Throws: `LedgerError`: `locked` when the holder did not answer in ten seconds; the request is withdrawn then,
    ///   unless the holder has just taken it.
    func ask(_ request: LedgerRequest) async throws {
        guard try await !tryOurselves(request) else { return }

        let spool = RequestSpool(state)
        let name = try spool.post(request)
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            if let answer = spool.takeAnswer(to: name) { return try accept(answer) }
            if let ledger = try await opened() {
                // The holder has gone: with an answer, or without having come to it. Doing it twice is harmless.
                if let answer = spool.takeAnswer(to: name) { return try accept(answer) }
                _ = spool.withdraw(name)
                return try await ledger.fulfil(request)
            }
            try await Task.sleep(for: Self.interval)
        }
        let isOurs = spool.withdraw(name)
        let holder =
            "a process that did not answer in ten seconds\(isOurs ? "" : ", but has taken the request")"
        throw LedgerError(path: state.path, cause: .locked(holder: holder))
    }

    private func tryOurselves(_ request: LedgerRequest) async throws -> Bool {
        guard let ledger = try await opened() else { return false }

        try await ledger.fulfil(request)
        return true
    }

    private func opened() async throws -> Ledger? {
        do throws(LedgerError) {
            return try await Ledger.open(state, by: person, command: command)
        } catch {
            if case .locked = error.cause { return nil }
            throw error
        }
    }

    private func accept(_ answer: String) throws {
        if !answer.isEmpty { throw LedgerError(path: state.path, cause: .wrongState(answer)) }
    }
}
