extension SiteCheck {
    /// What holds sending back in that state directory now: no fault of the site, and worth knowing before a takedown.
    ///
    /// - Throws: `LedgerError` when there is a ledger and it cannot be read.
    package static func held(in directory: StateDirectory) throws -> [CheckFinding] {
        guard directory.hasLedger else { return [] }

        return try LedgerReader(directory).look { snapshot in
            let now = WallClock.now()
            let pauses = try snapshot.pauses(at: now).map(\.words)
            let throttles = try snapshot.throttles(at: now).map(\.words)
            return (pauses + throttles).map {
                .warning(
                    .state,
                    "sending",
                    $0,
                    next: "`purge unpause` or `purge throttle … --rate full`, if it is over"
                )
            }
        }
    }
}
