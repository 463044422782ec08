// What became of the lists' entries, and what was done at which place.
extension HTMLReport {
    /// How many entries that led nowhere are named.
    private static let named = 50

    func writeEntries(to output: (String) throws -> Void) throws {
        let tallies = try snapshot.entries(of: run.id)
        guard !tallies.isEmpty else { return }

        let states = ["matched", "notFound", "malformed", "withdrawn"]
        let lists = Dictionary(grouping: tallies) { $0.labels[0] }
        let rows = lists.keys.sorted().map { list in
            [HTMLText.of(list)]
                + states.map { state in
                    HTMLText.number(lists[list]?.first { $0.labels[1] == state }?.count ?? 0)
                }
        }
        let columns = ["list", "matched", "not found", "malformed", "withdrawn"]
        var body = HTMLText.table("Entries by list", columns, numeric: [1, 2, 3, 4], rows)
        body += try RuleListing(snapshot: snapshot, run: run).table()
        for (state, title) in [
            ("notFound", "Entries that led to no clip"), ("malformed", "Entries that could not be read"),
        ] {
            body += try entryTable(state, title)
        }
        try output(section("Lists", body))
    }

    private func entryTable(_ state: String, _ title: String) throws -> String {
        var rows: [[String]] = []
        var count = 0
        try snapshot.forEachEntry(of: run.id, in: state) { entry in
            count += 1
            guard count <= Self.named else { return }

            let text = entry.isRule ? "a rule that no clip meets" : privacy.text(entry.reason ?? entry.value)
            rows.append([HTMLText.of(entry.list), HTMLText.number(entry.line), HTMLText.of(text)])
        }
        guard count > 0 else { return "" }

        let more = count > Self.named ? ", the first \(Self.named) of \(HTMLText.number(count))" : ""
        return HTMLText.table(title + more, ["list", "line", "entry"], numeric: [1], rows)
    }

    func writePlaces(to output: (String) throws -> Void) throws {
        func table(_ caption: String, _ columns: [String], _ tallies: [Tally]) -> String {
            guard !tallies.isEmpty else { return "" }

            let rows = tallies.map { $0.labels.map(HTMLText.of) + [HTMLText.number($0.count)] }
            return HTMLText.table(caption, columns + ["count"], numeric: [3], rows)
        }
        let bytes = try BytesSummary.all(of: run, in: snapshot).map { $0.cells.map(HTMLText.of) }
        if !bytes.isEmpty {
            let caption = "What became of the bytes, and until when it can be undone"
            let table = HTMLText.table(caption, BytesSummary.columns, numeric: [1, 2], bytes)
            try output(section("Bytes", table))
        }
        let body =
            table("Steps", ["step", "place", "state"], try snapshot.steps(of: run.id))
            + table("Attempts", ["step", "place", "outcome"], try snapshot.attempts(of: run.id))
        let title = run.startedAt == nil ? "What would be sent where" : "What was sent where"
        if !body.isEmpty { try output(section(title, body)) }
    }
}
