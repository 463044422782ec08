import Foundation

/// The report for programs: one object, its items written one after the other.
struct JSONReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let conservation: Conservation
    let privacy: ReportPrivacy

    private struct Count: Encodable {
        let labels: [String]
        let count: Int
    }

    private struct Entry: Encodable {
        let list: String
        let line: Int
        let category: String
        let value: String
        let isRule: Bool
        let reason: String?

        init(_ entry: EntryOverview, _ privacy: ReportPrivacy) {
            list = entry.list
            line = entry.line
            category = entry.category
            value = privacy.text(entry.value)
            isRule = entry.isRule
            reason = privacy.text(entry.reason)
        }
    }

    private struct BadRow: Encodable {
        let source: String
        let line: Int
        let reason: String
    }

    func write(to output: (String) throws -> Void) throws {
        let stops = privacy.isShared ? [] : try snapshot.guardStops(of: run.id)
        try output("{\"report\":\"purge-run-1\"")
        let pauses = privacy.isShared ? [] : try snapshot.pauses(of: run, at: WallClock.now())
        try output(",\"headline\":\(try text(Headline.of(run, conservation, stops, pauses)))")
        try output(",\"pauses\":\(try text(pauses.map(PauseSummary.init)))")
        try output(",\"guards\":\(try text(stops.map(GuardSummary.init)))")
        let breakers = privacy.isShared ? [] : try snapshot.openBreakers(of: run.id).map(BreakerSummary.init)
        try output(",\"breakers\":\(try text(breakers))")
        try output(",\"release\":\(try text(GuardRelease.command(run) ?? ""))")
        try output(",\"run\":\(try text(RunSummary(run)))")
        try output(",\"conservation\":\(try text(ConservationSummary(conservation)))")
        try writeTallies(to: output)
        for state in ["notFound", "malformed"] {
            try output(",\"\(state)\":[")
            var separator = ""
            try snapshot.forEachEntry(of: run.id, in: state) { entry in
                try output(separator + (try text(Entry(entry, privacy))))
                separator = ","
            }
            try output("]")
        }
        try output(",\"badRows\":[")
        var separator = ""
        try snapshot.forEachBadRow(of: run.id) { source, line, reason in
            try output(
                separator
                    + (try text(
                        BadRow(source: privacy.text(source), line: line, reason: privacy.text(reason))
                    ))
            )
            separator = ","
        }
        try output("],\"items\":[")
        separator = ""
        try snapshot.forEachItem(of: run.id) { item in
            try output(separator + "\n" + (try text(ItemSummary(item, of: run, privacy))))
            separator = ","
        }
        try output("],")
        try RelativeListing(snapshot: snapshot, run: run, privacy: privacy).writeJSON(to: output)
        try output("}\n")
    }

    private func writeTallies(to output: (String) throws -> Void) throws {
        try output(",\"rules\":\(try RuleListing(snapshot: snapshot, run: run).json())")
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
        try output(",\"bytes\":\(try text(BytesSummary.all(of: run, in: snapshot)))")
    }

    private func text(_ value: some Encodable) throws -> String { try JSONText.of(value) }
}
