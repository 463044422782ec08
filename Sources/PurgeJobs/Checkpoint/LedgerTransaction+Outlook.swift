import GRDB

extension LedgerTransaction {
    /// What is in flight, and what is due next.
    func outlook(of run: RunID) throws -> RunOutlook {
        let statement = try db.cachedStatement(
            sql: "SELECT count(*) FROM attempt WHERE run = ? AND outcome IS NULL"
        )
        let open = try Int.fetchOne(statement, arguments: [run.number]) ?? 0
        return RunOutlook(open: open, next: try snapshot.nextDue(of: run).map { ($0.what, $0.at) })
    }
}
