import GRDB

extension LedgerSnapshot {
    /// Why the guards held a run back, in the order in which they were asked; empty where none did.
    package func guardStops(of run: RunID) throws -> [GuardStop] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM guardStop WHERE run = ? ORDER BY number",
            arguments: [run.number]
        ).compactMap { row in
            GuardKind(rawValue: row["guard"]).map { kind in
                GuardStop(
                    kind,
                    row["subject"],
                    observed: row["observed"],
                    allowed: row["allowed"],
                    row["sentence"]
                )
            }
        }
    }

    /// Calls `body` with each withdrawal in force, oldest first.
    package func forEachWithdrawal(_ body: (Withdrawal) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT * FROM withdrawal WHERE removedAt IS NULL ORDER BY id"
        )
        while let row = try rows.next() {
            try body(
                Withdrawal(
                    list: row["list"],
                    value: row["value"],
                    reason: row["reason"],
                    user: row["user"],
                    host: row["host"],
                    createdAt: Timestamp(microseconds: row["createdAt"])
                )
            )
        }
    }

    /// The places of a run to which nothing is sent for now.
    package func openBreakers(of run: RunID) throws -> [BreakerOverview] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM breaker WHERE run = ? AND closedAt IS NULL ORDER BY place",
            arguments: [run.number]
        ).map { row in
            BreakerOverview(
                place: row["place"],
                openedAt: Timestamp(microseconds: row["openedAt"]),
                cause: row["cause"]
            )
        }
    }
}
