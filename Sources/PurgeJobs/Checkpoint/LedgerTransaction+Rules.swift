import Foundation
import GRDB

// What rules with titles find: kept for people, in tables that nothing acts on.
extension LedgerTransaction {
    /// Keeps what a page held, in the transaction of that page.
    ///
    /// Clips that a person exempted, or that were taken down before, are not shown again. Beyond those that are named, clips
    /// are only counted, whatever they are: a rule may mean millions.
    func note(_ findings: [RuleFinding], of run: RunID) throws {
        for (rule, found) in Dictionary(grouping: findings, by: { Rule(list: $0.list, line: $0.line) }) {
            try note(found, of: rule, run)
            try execute(
                "UPDATE entry SET state = 'matched' WHERE run = ? AND list = ? AND line = ? AND state = 'notFound'",
                [run.number, rule.list, rule.line]
            )
        }
    }

    private struct Rule: Hashable {
        let list: String
        let line: Int
    }

    private func note(_ findings: [RuleFinding], of rule: Rule, _ run: RunID) throws {
        var sum = try sum(of: rule, run)
        for finding in findings where try !hasItem(finding.clip, in: run) {
            if sum.named < RuleFinding.maximumNamed {
                guard try isNews(finding, of: run) else { continue }

                try execute(
                    "INSERT INTO ruleFinding (run, list, line, clip, views) VALUES (?, ?, ?, ?, ?)",
                    [run.number, rule.list, rule.line, Data(finding.clip.bytes), finding.views]
                )
                sum.named += 1
            } else {
                sum.more += 1
                // Inventories say what they like: a sum that no longer fits stays at the largest number.
                let (views, overflows) = sum.moreViews.addingReportingOverflow(max(0, finding.views ?? 0))
                sum.moreViews = overflows ? .max : views
            }
        }
        try execute(
            """
            INSERT INTO ruleSum (run, list, line, named, more, moreViews) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (run, list, line) DO UPDATE SET named = ?4, more = ?5, moreViews = ?6
            """,
            [run.number, rule.list, rule.line, sum.named, sum.more, sum.moreViews]
        )
    }

    private func sum(of rule: Rule, _ run: RunID) throws -> (named: Int, more: Int64, moreViews: Int64) {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT named, more, moreViews FROM ruleSum WHERE run = ? AND list = ? AND line = ?"
            ),
            arguments: [run.number, rule.list, rule.line]
        )
        return row.map { ($0[0], $0[1], $0[2]) } ?? (0, 0, 0)
    }

    private func isNews(_ finding: RuleFinding, of run: RunID) throws -> Bool {
        guard try exemption(of: finding.clip) == nil, try !hasTombstone(finding.clip) else { return false }

        let isKnown = try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM ruleFinding WHERE run = ? AND list = ? AND line = ? AND clip = ?)
                    """
            ),
            arguments: [run.number, finding.list, finding.line, Data(finding.clip.bytes)]
        )
        return isKnown != true
    }

    /// What turned out to be in the plan, for other reasons, is no news to people.
    func dropPlannedFindings(of run: RunID) throws {
        try execute(
            "DELETE FROM ruleFinding WHERE run = ?1 AND clip IN (SELECT clip FROM item WHERE run = ?1)",
            [run.number]
        )
    }
}
