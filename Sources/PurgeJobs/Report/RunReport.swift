/// What happened in a run, told from the ledger alone: the same whether it is live, interrupted or a year old.
package struct RunReport {
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
        /// A JSON object a line: the run, then its items.
        case ndjson
        /// Its items for spreadsheets.
        case csv
        /// Clips that nobody reported and that are close to those of the run, for spreadsheets: for a person to look at.
        case review
        /// One page that needs nothing else.
        case html
    }

    let snapshot: LedgerSnapshot
    let run: RunOverview
    let privacy: ReportPrivacy
    let clocks: [Duration]

    /// Since when regulators' clocks run is not known here: from the start of the run, an hour and two days are shown.
    package static let standardClocks: [Duration] = [.seconds(3600), .seconds(48 * 3600)]

    /// `isShared` leaves out ids and what people wrote; `clocks` are the deadlines that a page compares with.
    ///
    /// - Throws: `LedgerError` when there is no such run.
    package init(
        _ run: RunID,
        _ snapshot: LedgerSnapshot,
        isShared: Bool = false,
        clocks: [Duration] = standardClocks
    ) throws {
        self.snapshot = snapshot
        self.run = try snapshot.run(run)
        self.clocks = clocks
        privacy = ReportPrivacy(hash: try snapshot.keyedHash(), isShared: isShared)
    }

    /// Writes the report piece by piece; nothing is held whole.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be read, or when its sums do not add up (R11).
    package func write(_ format: Format, to output: (String) throws -> Void) throws {
        let sums = try snapshot.conservation(of: run.id)
        guard sums.holds else {
            throw LedgerError(
                path: run.id.description,
                cause: .impossible("the conservation sums do not add up: \(sums)")
            )
        }

        switch format {
        case .text:
            let report = TextReport(snapshot: snapshot, run: run, conservation: sums, privacy: privacy)
            try report.write(to: output)
        case .json:
            let report = JSONReport(snapshot: snapshot, run: run, conservation: sums, privacy: privacy)
            try report.write(to: output)
        case .ndjson:
            let report = LinesReport(snapshot: snapshot, run: run, conservation: sums, privacy: privacy)
            try report.write(to: output)
        case .csv: try CSVReport(snapshot: snapshot, run: run, privacy: privacy).write(to: output)
        case .review: try ReviewReport(snapshot: snapshot, run: run, privacy: privacy).write(to: output)
        case .html:
            let report = HTMLReport(
                snapshot: snapshot,
                run: run,
                sums: sums,
                privacy: privacy,
                clocks: clocks
            )
            try report.write(to: output)
        }
    }
}
