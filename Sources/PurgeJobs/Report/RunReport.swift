/// What happened in a run, told from the ledger alone: the same whether it is live, interrupted or a year old.
package struct RunReport {
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
    }

    let snapshot: LedgerSnapshot
    let run: RunOverview

    package init(_ run: RunID, _ snapshot: LedgerSnapshot) throws {
        self.snapshot = snapshot
        self.run = try snapshot.run(run)
    }

    /// Writes the report piece by piece; nothing is held whole.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be read, or when its sums do not add up (R11).
    package func write(_ format: Format, to output: (String) throws -> Void) throws {
        let conservation = try snapshot.conservation(of: run.id)
        guard conservation.holds else {
            throw LedgerError(
                path: run.id.description,
                cause: .impossible("the conservation sums do not add up: \(conservation)")
            )
        }

        switch format {
        case .text: try TextReport(snapshot: snapshot, run: run, conservation: conservation).write(to: output)
        case .json: try JSONReport(snapshot: snapshot, run: run, conservation: conservation).write(to: output)
        }
    }
}
