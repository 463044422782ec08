import GRDB

/// When a run first acted, and when it last saw something new.
package struct RunTimes: Sendable {
    package let firstIntent: Timestamp?
    /// When the last link settled.
    package let last: Timestamp?
}

extension LedgerSnapshot {
    /// The times of a small run; both are nil before it has begun.
    package func times(of run: RunID) throws -> RunTimes {
        func time(_ sql: String) throws -> Timestamp? {
            try Int64.fetchOne(db, sql: sql, arguments: [run.number]).map(Timestamp.init(microseconds:))
        }
        return RunTimes(
            firstIntent: try time("SELECT min(intendedAt) FROM attempt WHERE run = ?"),
            last: try time("SELECT max(probedAt) FROM sight WHERE run = ?")
        )
    }
}
