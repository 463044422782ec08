import ArgumentParser
import PurgeJobs

/// `purge exempt`: clips that are not to be acted on.
struct ExemptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exempt",
        abstract: "Decide that a clip is not to be acted on, even by a run that has begun.",
        subcommands: [Add.self, Remove.self, List.self]
    )

    /// `purge exempt add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Exempt a clip.")
        @OptionGroup var decision: DecisionOptions

        func run() async throws { try await decision.add(.addExemption) }
    }

    /// `purge exempt remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take an exemption back."
        )
        @OptionGroup var decision: DecisionOptions

        func run() async throws { try await decision.remove(.removeExemption) }
    }

    /// `purge exempt list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List exemptions in force."
        )
        @OptionGroup var listing: DecisionListing

        func run() throws { try listing.show(.exemption) }
    }
}
