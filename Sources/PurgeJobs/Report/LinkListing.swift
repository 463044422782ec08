/// Every full URL of a run with its last verdict at every edge: for a file that was asked for by name, and nowhere else.
package struct LinkListing {
    private let snapshot: LedgerSnapshot
    private let run: RunID

    package init(_ run: RunID, _ snapshot: LedgerSnapshot) {
        self.run = run
        self.snapshot = snapshot
    }

    /// Writes comma-separated values, a pair of link and edge a row.
    package func write(to output: (String) throws -> Void) throws {
        try output(CSVText.row(["clip", "family", "host", "url", "edge", "visibility", "reason"]))
        try snapshot.forEachSight(of: run) { sight in
            try output(
                CSVText.row([
                    sight.clip.description, sight.family, sight.host,
                    String(decoding: sight.url.bytes, as: UTF8.self),
                    sight.edge ?? "", sight.visibility ?? "", sight.reason ?? "",
                ])
            )
        }
    }
}
