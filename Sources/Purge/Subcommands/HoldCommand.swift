import ArgumentParser
import PurgeJobs

/// `purge hold`: bytes that must not be destroyed.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Decide that a clip's bytes must not be destroyed; it is made unreachable all the same.",
        subcommands: [Add.self, Remove.self, List.self]
    )

    /// `purge hold add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Hold the bytes of a clip."
        )
        @Flag(
            help: """
                Have its bytes put aside once they are hidden, where the site file names a place for that; also those of a                 clip that was hidden before. See `purge preserved`.
                """
        )
        var preserve = false
        @OptionGroup var decision: DecisionOptions

        func run() async throws { try await decision.add(.addHold, preserves: preserve) }
    }

    /// `purge hold remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a hold back.")
        @OptionGroup var decision: DecisionOptions

        func run() async throws { try await decision.remove(.removeHold) }
    }

    /// `purge hold list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List holds in force.")
        @OptionGroup var listing: DecisionListing

        func run() throws { try listing.show(.hold) }
    }
}
