/// The items of a run for spreadsheets, one a row.
struct CSVReport {
    let snapshot: LedgerSnapshot
    let run: RunOverview
    let privacy: ReportPrivacy

    func write(to output: (String) throws -> Void) throws {
        try output(
            CSVText.row([
                "clip", "category", "state", "visibility", "bytes", "views", "darkAt", "secondsToDark",
                "links",
                "unsettled", "cause", "conflict", "video", "secondsIntoVideo", "secondsLong",
                "restorableUntil",
                "rules",
            ])
        )
        try snapshot.forEachItem(of: run.id) { item in
            let row = ItemSummary(item, of: run, privacy)
            try output(
                CSVText.row([
                    row.clip, row.category, row.state, row.visibility, row.bytes,
                    row.views.map { "\($0)" } ?? "",
                    row.darkAt ?? "", row.secondsToDark.map { "\($0)" } ?? "", "\(row.links)",
                    "\(row.unsettled)",
                    row.cause ?? "", row.conflict ?? "", row.video ?? "",
                    row.secondsIntoVideo.map { "\($0)" } ?? "", row.secondsLong.map { "\($0)" } ?? "",
                    row.restorableUntil ?? "",
                    row.rules ?? "",
                ])
            )
        }
    }
}
