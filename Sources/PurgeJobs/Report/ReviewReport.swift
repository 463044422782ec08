/// The clips to be looked at for spreadsheets, one a row; never an input of a takedown by itself.
struct ReviewReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let privacy: ReportPrivacy

    func write(to output: (String) throws -> Void) throws {
        let listing = RelativeListing(snapshot: snapshot, run: run, privacy: privacy)
        try output(CSVText.row(["clip", "relation", "closeTo", "views", "rule"]))
        try listing.forEachClip { row in
            let views = row.views.map { "\($0)" } ?? ""
            try output(CSVText.row([row.clip, row.relation, row.closeTo ?? "", views, row.rule ?? ""]))
        }
    }
}
