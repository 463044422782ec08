import ArgumentParser
import PurgeJobs

/// The decisions in force, as both `exempt list` and `hold list` show them.
struct DecisionListing: ParsableArguments {
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let clip: String
        let reason: String
        let user: String
        let host: String
        let since: String
        let until: String?
        let preserves: Bool
    }

    func show(_ kind: Decision.Kind) throws {
        var lines: [Line] = []
        try LedgerReader(state.directory).look { snapshot in
            try snapshot.forEachDecision(kind, at: WallClock.now()) { decision in
                lines.append(
                    Line(
                        clip: decision.clip.description,
                        reason: VisibleText.of(decision.reason),
                        user: decision.user,
                        host: decision.host,
                        since: decision.createdAt.description,
                        until: decision.expiresAt?.description,
                        preserves: decision.preserves
                    )
                )
            }
        }
        if output.isJSON { return Output.line(try JSONText.of(lines)) }
        guard !lines.isEmpty else { return Output.line("None in force.") }

        let rows = lines.map { [$0.clip, $0.since, $0.until ?? "never", "\($0.user)@\($0.host)", $0.reason] }
        let columns = ["clip", "since", "expires", "by", "reason"]
        Output.write(TextTable(columns: columns, rows: rows).text)
    }
}
