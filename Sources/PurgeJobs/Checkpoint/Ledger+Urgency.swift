extension Ledger {
    /// How long the holder may take to let go before we give up; it is meant to do so within five seconds (R19).
    package static let urgentPatience = Duration.seconds(10)

    /// Takes hold of the ledger before whoever has it: the holder is asked to give way, and goes on afterwards.
    ///
    /// - Throws: `LedgerError`: `locked` when the holder did not let go in ten seconds, and what `open` throws.
    package static func openFirst(
        _ directory: StateDirectory,
        by operator: Operator,
        command: String,
        clock: @escaping @Sendable () -> Timestamp = { WallClock.now() }
    ) async throws(LedgerError) -> Ledger {
        try directory.prepare()
        let spool = RequestSpool(directory)
        let end = ContinuousClock.now + urgentPatience
        // Two emergencies line up; from here to the opening nobody who gave way takes the ledger back.
        var place: LedgerLock?
        var request: String?
        while true {
            do throws(LedgerError) {
                if place == nil {
                    let holder = holder(command, since: clock())
                    place = try LedgerLock(directory.urgency, of: directory, holder: holder)
                }
                let ledger = try await open(directory, by: `operator`, command: command, clock: clock)
                if let request { _ = spool.withdraw(request) }
                return ledger
            } catch {
                guard case .locked = error.cause, ContinuousClock.now < end else {
                    if let request { _ = spool.withdraw(request) }
                    throw error
                }
            }
            if place != nil, !spool.hasWaiting(request) {
                request = try spool.askToGiveWay(directory, `operator`)
            }
            // Cancelled: the next try comes at once, and the deadline ends it.
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}

extension RequestSpool {
    /// Whether that request was neither taken nor answered yet.
    fileprivate func hasWaiting(_ request: String?) -> Bool {
        guard let request else { return false }

        return takeAnswer(to: request) == nil && isWaiting(request)
    }

    fileprivate func askToGiveWay(
        _ directory: StateDirectory,
        _ person: Operator
    ) throws(LedgerError) -> String {
        do {
            return try post(LedgerRequest(.giveWay, by: person))
        } catch {
            throw LedgerError(path: directory.path, cause: .unusable("\(error)"))
        }
    }
}
