import GRDB

extension LedgerTransaction {
    /// When each of those links was last purged at a node, by link; what has no receipt there is missing.
    func lastPurges(of sights: [DueSight], at node: String, of run: RunID) throws -> [Int64: PurgeTime] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT a.intendedAt, a.finishedAt FROM step p
                    JOIN attempt a ON a.run = p.run AND a.step = p.number
                WHERE p.run = ? AND p.item = ? AND p.kind = 'purge' AND p.place = ? AND p.link = ?
                    AND a.outcome IN ('done', 'gone', 'accepted')
                ORDER BY a.finishedAt DESC LIMIT 1
                """
        )
        var times: [Int64: PurgeTime] = [:]
        for sight in sights {
            let row = try Row.fetchOne(
                statement,
                arguments: [run.number, sight.item, StepPlace.node(node).text, sight.link]
            )
            times[sight.link] = row.map {
                PurgeTime(begun: Timestamp(microseconds: $0[0]), ended: Timestamp(microseconds: $0[1]))
            }
        }
        return times
    }
}
