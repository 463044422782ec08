extension SiteCheck {
    /// What holds sending back in that state directory now: no fault of the site, and worth knowing before a takedown.
    ///
    /// - Throws: `LedgerError` when there is a ledger and it cannot be read.
    package static func held(in directory: StateDirectory) throws -> [Finding] {
        guard directory.hasLedger else { return [] }

        return try LedgerReader(directory).look { snapshot in
            let now = WallClock.now()
            let pauses = try snapshot.pauses(at: now).map(\.words)
            let throttles = try snapshot.throttles(at: now).map(\.words)
            return (pauses + throttles).map { .good("sending", "warning: \($0)") }
        }
    }
}
