import Foundation

/// The report for programs: one object, its items written one after the other.
struct JSONReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let conservation: Conservation

    private struct Count: Encodable {
        let labels: [String]
        let count: Int
    }

    private struct Entry: Encodable {
        let list: String
        let line: Int
        let category: String
        let value: String
        let reason: String?
    }

    private struct BadRow: Encodable {
        let source: String
        let line: Int
        let reason: String
    }

    private struct Item: Encodable {
        let clip: String
        let state: String
        let stage: Int
        let visibility: String
        let bytes: String
        let category: String
        let cause: String?
        let conflict: String?
        let darkAt: String?
        let links: Int
        let unsettled: Int
    }

    func write(to output: (String) throws -> Void) throws {
        let stops = try snapshot.guardStops(of: run.id)
        try output("{\"report\":\"purge-run-1\"")
        let pauses = try snapshot.pauses(of: run, at: WallClock.now())
        try output(",\"headline\":\(try text(Headline.of(run, conservation, stops, pauses)))")
        try output(",\"pauses\":\(try text(pauses.map(PauseSummary.init)))")
        try output(",\"guards\":\(try text(stops.map(GuardSummary.init)))")
        let breakers = try snapshot.openBreakers(of: run.id).map(BreakerSummary.init)
        try output(",\"breakers\":\(try text(breakers))")
        try output(",\"release\":\(try text(GuardRelease.command(run) ?? ""))")
        try output(",\"run\":\(try text(RunSummary(run)))")
        try output(",\"conservation\":\(try text(ConservationSummary(conservation)))")
        try writeTallies(to: output)
        for state in ["notFound", "malformed"] {
            try output(",\"\(state)\":[")
            var separator = ""
            try snapshot.forEachEntry(of: run.id, in: state) { entry in
                let row = Entry(
                    list: entry.list,
                    line: entry.line,
                    category: entry.category,
                    value: entry.value,
                    reason: entry.reason
                )
                try output(separator + (try text(row)))
                separator = ","
            }
            try output("]")
        }
        try output(",\"badRows\":[")
        var separator = ""
        try snapshot.forEachBadRow(of: run.id) { source, line, reason in
            try output(separator + (try text(BadRow(source: source, line: line, reason: reason))))
            separator = ","
        }
        try output("],\"items\":[")
        separator = ""
        try snapshot.forEachItem(of: run.id) { item in
            try output(separator + "\n" + (try text(Self.row(item))))
            separator = ","
        }
        try output("]}\n")
    }

    private func writeTallies(to output: (String) throws -> Void) throws {
        let tallies = [
            ("categories", try snapshot.categories(of: run.id)),
            ("before", try snapshot.reachability(of: run.id)),
            ("verdicts", try snapshot.verdicts(of: run.id)),
            ("steps", try snapshot.steps(of: run.id)),
            ("attempts", try snapshot.attempts(of: run.id)),
        ]
        for (name, rows) in tallies {
            try output(",\"\(name)\":\(try text(rows.map { Count(labels: $0.labels, count: $0.count) }))")
        }
    }

    private static func row(_ item: ItemOverview) -> Item {
        Item(
            clip: item.clip.description,
            state: item.state.rawValue,
            stage: item.stage.rawValue,
            visibility: item.visibility.rawValue,
            bytes: item.bytes.rawValue,
            category: item.category,
            cause: item.cause.map { VisibleText.of($0) },
            conflict: item.conflict,
            darkAt: item.darkAt?.description,
            links: item.links,
            unsettled: item.unsettled
        )
    }

    private func text(_ value: some Encodable) throws -> String { try JSONText.of(value) }
}
