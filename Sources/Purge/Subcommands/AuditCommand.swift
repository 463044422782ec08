import ArgumentParser
import PurgeJobs

/// `purge audit`, which checks that the record is what was written.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check the record itself.",
        subcommands: [Verify.self]
    )

    /// `purge audit verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check the hash chains, their heads, the plans' digests, and every intent and receipt."
        )

        @Argument(help: ArgumentHelp("One run; without it all of them.", valueName: "run")) var which:
            RunArgument?
        @OptionGroup var state: StateOptions
        @OptionGroup var output: OutputOptions

        private struct Summary: Encodable {
            let runs: Int
            let events: Int
            let flaws: [String]
        }

        func run() throws {
            let finding = try LedgerReader(state.directory).look { try AuditVerifier($0).verify(which?.id) }
            if output.isJSON {
                let summary = Summary(runs: finding.runs, events: finding.events, flaws: finding.flaws)
                Output.line(try JSONText.of(summary))
            } else if !output.isQuiet {
                for flaw in finding.flaws { Output.line(flaw) }
                Output.line(
                    finding.flaws.isEmpty
                        ? "\(finding.events) events of \(finding.runs) runs are as they were written."
                        : "\(finding.flaws.count) flaws: the record was changed after it was written."
                )
            }
            guard finding.flaws.isEmpty else {
                Output.error(
                    "the audit does not verify, with \(finding.flaws.count) flaws; `purge audit verify` says where"
                )
                throw ExitStatus.tampered
            }
        }
    }
}
