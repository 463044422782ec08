import GRDB

extension LedgerSchema {
    /// Refuses a ledger that a newer Purge has changed: this one would not understand it.
    static func refuseNewer(_ db: Database, path: String) throws {
        guard try migrator.hasBeenSuperseded(db) else { return }

        throw LedgerError(
            path: path,
            cause: .unusable("a newer Purge has written it; use that one, or restore an older backup")
        )
    }
}
