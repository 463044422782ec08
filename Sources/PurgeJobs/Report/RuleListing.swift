/// The rules of a run's job, and what each means, as reports list them.
struct RuleListing {
    let snapshot: LedgerSnapshot
    let run: RunOverview

    private static let columns = ["rule", "version", "category", "its clips are", "entry", "clips"]

    private struct Summary: Encodable {
        let rule: String
        let version: Int
        let category: String
        /// Whether nothing is done to its clips.
        let isReviewOnly: Bool
        /// What became of it, as of any entry.
        let state: String
        let clips: Int64
        let views: Int64
    }

    /// For programs, as an array.
    func json() throws -> String {
        try JSONText.of(
            snapshot.rules(of: run.id).map {
                Summary(
                    rule: $0.name,
                    version: $0.version,
                    category: $0.category,
                    isReviewOnly: $0.isReviewOnly,
                    state: $0.state,
                    clips: $0.clips,
                    views: $0.views
                )
            }
        )
    }

    func writeText(to output: (String) throws -> Void) throws {
        let rows = try rows()
        guard !rows.isEmpty else { return }

        try output("Rules\n\(TextTable(columns: Self.columns, rows: rows).text)\n")
    }

    /// A table; empty where the job has no rule.
    func table() throws -> String {
        let rows = try rows()
        guard !rows.isEmpty else { return "" }

        return HTMLText.table("Rules", Self.columns, numeric: [1, 5], rows.map { $0.map(HTMLText.of) })
    }

    private func rows() throws -> [[String]] {
        try snapshot.rules(of: run.id).map { rule in
            [
                rule.name, "\(rule.version)", rule.category,
                rule.isReviewOnly ? "to be looked at" : "acted on", rule.state, "\(rule.clips)",
            ]
        }
    }
}
