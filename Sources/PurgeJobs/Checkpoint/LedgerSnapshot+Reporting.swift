import Crypto
import Foundation
import GRDB

// What reports for people to pass around ask of a run: sums, times and items, one after the other.
extension LedgerSnapshot {
    /// Makes names of URLs and ids that only this ledger can make: 64 bits under its own key (R20).
    package func keyedHash() throws -> KeyedHash {
        KeyedHash(key: [UInt8](try Data.fetchOne(db, sql: "SELECT urlKey FROM ledger") ?? Data()))
    }

    /// How often the clips that are acted on were watched, by category, as far as the inventories say.
    ///
    /// Of numbers so large that a sum would not fit, `total` makes the largest one, where `sum` would fail.
    package func exposures(of run: RunID) throws -> [Exposure] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT category, count(*), CAST(total(views) AS INTEGER), count(views) FROM item
                WHERE run = ? AND state IN ('planned', 'setAside') GROUP BY 1 ORDER BY 3 DESC, 1
                """,
            arguments: [run.number]
        ).map { Exposure(category: $0[0], clips: $0[1], views: $0[2], known: $0[3]) }
    }

    /// How long after the run's start its clips were dark; nil while none is.
    package func darkTimes(of run: RunOverview) throws -> DarkTimes? {
        guard let start = run.startedAt else { return nil }

        func time(_ sql: String) throws -> Duration? {
            try Int64.fetchOne(db, sql: sql, arguments: [run.id.number])
                .map { Timestamp(microseconds: $0).duration(since: start) }
        }
        let isDark = "FROM item WHERE run = ? AND darkAt IS NOT NULL"
        let count = try Int.fetchOne(db, sql: "SELECT count(*) \(isDark)", arguments: [run.id.number]) ?? 0
        guard count > 0, let first = try time("SELECT min(darkAt) \(isDark)"),
            let median = try time(
                "SELECT darkAt \(isDark) ORDER BY darkAt LIMIT 1 OFFSET \((count - 1) / 2)"
            ),
            let last = try time("SELECT max(darkAt) \(isDark)")
        else { return nil }

        return DarkTimes(count: count, first: first, median: median, last: last)
    }

    /// How many clips were dark by then.
    package func dark(by deadline: Timestamp, of run: RunID) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM item WHERE run = ? AND darkAt <= ?",
            arguments: [run.number, deadline.microseconds]
        ) ?? 0
    }

    /// Entries by list and state.
    package func entries(of run: RunID) throws -> [Tally] {
        try Row.fetchAll(
            db,
            sql: "SELECT list, state, count(*) FROM entry WHERE run = ? GROUP BY 1, 2 ORDER BY 1, 2",
            arguments: [run.number]
        ).map { Tally(labels: [$0[0], $0[1]], count: $0[2]) }
    }

    /// Calls `body` with at most so many items: what is not dark first, lit before unknown, then by clip id.
    package func forEachItemByConcern(
        of run: RunID,
        limit: Int,
        _ body: (ItemOverview) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(ItemOverview.columns)
                FROM (
                    SELECT number AS chosen, clip AS name, CASE
                        WHEN state IN ('exempt', 'alreadyDown') THEN 5
                        WHEN visibility = 'lit' THEN 0
                        WHEN state = 'setAside' THEN 1
                        WHEN visibility = 'unknown' THEN 2
                        WHEN darkAt IS NULL THEN 3
                        ELSE 4 END AS concern
                    FROM item WHERE run = ?1 ORDER BY concern, name LIMIT ?2
                ) CROSS JOIN item i ON i.run = ?1 AND i.number = chosen
                ORDER BY concern, name
                """,
            arguments: [run.number, limit]
        )
        while let row = try rows.next() { try body(ItemOverview(row)) }
    }

    /// Why an item is in its run: list, line and rule of each match, at most so many.
    package func reasons(of item: Int64, _ run: RunID, limit: Int) throws -> [MatchReason] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT list, line, rule FROM match WHERE run = ? AND item = ? ORDER BY list, line, rule LIMIT ?"
        )
        return try Row.fetchAll(statement, arguments: [run.number, item, limit])
            .map { MatchReason(list: $0[0], line: $0[1], rule: $0[2]) }
    }

    /// When what was done for an item.
    package func milestones(of item: Int64, _ run: RunID) throws -> ItemMilestones {
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.kind, a.pass > 1, max(a.finishedAt) FROM step s
                JOIN attempt a ON a.run = s.run AND a.step = s.number
                WHERE s.run = ? AND s.item = ? AND a.outcome IN ('done', 'already', 'gone', 'accepted') GROUP BY 1, 2
                """
        )
        var milestones = ItemMilestones()
        for row in try Row.fetchAll(statement, arguments: [run.number, item]) {
            guard let kind = StepKind(rawValue: row[0]), let at = row[2] as Int64? else { continue }

            milestones.note(kind, isAgain: row[1], Timestamp(microseconds: at))
        }
        return milestones
    }

    /// Calls `body` with every link of a run and its last verdict at every edge, in the order of the plan.
    package func forEachSight(of run: RunID, _ body: (SightOverview) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT i.clip, l.family, l.host, l.url, s.edge, s.visibility, s.reason
                FROM link l JOIN item i ON i.run = l.run AND i.number = l.item
                LEFT JOIN sight s ON s.run = l.run AND s.link = l.number
                WHERE l.run = ? ORDER BY l.number, s.edge
                """,
            arguments: [run.number]
        )
        while let row = try rows.next() {
            try body(
                SightOverview(
                    clip: ClipID(stored: [UInt8](row[0] as Data)),
                    family: row[1],
                    host: row[2],
                    url: LinkURL(stored: [UInt8](row[3] as Data)),
                    edge: row[4],
                    visibility: row[5],
                    reason: row[6]
                )
            )
        }
    }
}
