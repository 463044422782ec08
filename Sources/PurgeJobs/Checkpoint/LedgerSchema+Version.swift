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

    /// Refuses a ledger that an older Purge has left: a reader cannot bring it up to date.
    static func refuseOlder(_ db: Database, path: String) throws {
        guard try !migrator.hasCompletedMigrations(db) else { return }

        throw LedgerError(
            path: path,
            cause: .unusable("an older Purge has written it; `purge watch` brings it up to date")
        )
    }
}
