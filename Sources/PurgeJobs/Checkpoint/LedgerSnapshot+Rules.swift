import Foundation
import GRDB

// The rules of a run's job, and what those of them found that people alone act on.
extension LedgerSnapshot {
    /// Every rule, in the order of their names; empty for most runs.
    package func rules(of run: RunID) throws -> [RuleOverview] {
        let rules = try Row.fetchAll(
            db,
            sql: """
                SELECT list, line, category, kind, state FROM entry WHERE run = ? AND kind <> 'listed' ORDER BY 1, 2
                """,
            arguments: [run.number]
        )
        guard !rules.isEmpty else { return [] }

        let planned = try counts(
            of: run,
            """
            SELECT m.list, m.line, count(*), CAST(total(i.views) AS INTEGER) FROM match m
            JOIN item i ON i.run = m.run AND i.number = m.item WHERE m.run = ? AND m.rule = 'metadata' GROUP BY 1, 2
            """
        )
        let found = try counts(
            of: run,
            """
            SELECT s.list, s.line, count(f.clip) + s.more, CAST(total(f.views) + s.moreViews AS INTEGER)
            FROM ruleSum s LEFT JOIN ruleFinding f ON f.run = s.run AND f.list = s.list AND f.line = s.line
            WHERE s.run = ? GROUP BY 1, 2
            """
        )
        return rules.map { row in
            let isReviewOnly = row["kind"] == "review"
            let name = Name(list: row["list"], line: row["line"])
            let count = (isReviewOnly ? found : planned)[name]
            return RuleOverview(
                name: name.list,
                version: name.line,
                category: row["category"],
                isReviewOnly: isReviewOnly,
                state: row["state"],
                clips: count?.clips ?? 0,
                views: count?.views ?? 0
            )
        }
    }

    private struct Name: Hashable {
        let list: String
        let line: Int
    }

    private func counts(of run: RunID, _ sql: String) throws -> [Name: (clips: Int64, views: Int64)] {
        let rows = try Row.fetchAll(db, sql: sql, arguments: [run.number])
        let counts = rows.map {
            (Name(list: $0[0], line: $0[1]), (clips: $0[2] as Int64, views: $0[3] as Int64))
        }
        return Dictionary(counts) { first, _ in first }
    }

    /// Calls `body` with each clip that a rule found for people, by rule and by clip id.
    package func forEachRuleFinding(of run: RunID, _ body: (RuleFindingOverview) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT f.list, f.line, f.clip, f.views FROM ruleFinding f
                JOIN entry e ON e.run = f.run AND e.list = f.list AND e.line = f.line
                WHERE f.run = ? AND e.state <> 'withdrawn' ORDER BY f.list, f.line, f.clip
                """,
            arguments: [run.number]
        )
        while let row = try rows.next() {
            try body(
                RuleFindingOverview(
                    rule: row[0],
                    version: row[1],
                    clip: ClipID(stored: [UInt8](row[2] as Data)),
                    views: row[3]
                )
            )
        }
    }

    /// The rules by which a run shows a clip to people.
    func findings(of clip: ClipID, in run: RunID) throws -> [ClipHistory.Finding] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT f.list, f.line, e.category, e.state FROM ruleFinding f
                    JOIN entry e ON e.run = f.run AND e.list = f.list AND e.line = f.line
                    WHERE f.run = ? AND f.clip = ? ORDER BY f.list, f.line
                    """
            ),
            arguments: [run.number, Data(clip.bytes)]
        )
        .map { row in
            ClipHistory.Finding(
                run: run.description,
                rule: VisibleText.of(row["list"] as String),
                version: row["line"],
                category: row["category"],
                state: row["state"]
            )
        }
    }
}
