/// The report for programs that read line by line (NDJSON): first the run with its sums, then an item a line.
struct LinesReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let conservation: Conservation
    let privacy: ReportPrivacy

    private struct Head: Encodable {
        let report = "purge-run-lines-1"
        let headline: String
        let run: RunSummary
        let conservation: ConservationSummary
    }

    func write(to output: (String) throws -> Void) throws {
        let stops = privacy.isShared ? [] : try snapshot.guardStops(of: run.id)
        let pauses = privacy.isShared ? [] : try snapshot.pauses(of: run, at: WallClock.now())
        let head = Head(
            headline: Headline.of(run, conservation, stops, pauses),
            run: RunSummary(run),
            conservation: ConservationSummary(conservation)
        )
        let rules = try RuleListing(snapshot: snapshot, run: run).json()
        try output(try JSONText.of(head).dropLast() + ",\"rules\":\(rules)}\n")
        try snapshot.forEachItem(of: run.id) { item in
            try output(try JSONText.of(ItemSummary(item, of: run, privacy)) + "\n")
        }
    }
}
