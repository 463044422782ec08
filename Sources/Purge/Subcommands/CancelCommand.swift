import ArgumentParser
import PurgeJobs

/// `purge cancel`: ends a run for good.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End a run for good. What it did stays done; nothing more is sent."
    )

    @Argument(help: ArgumentHelp("The run's id, as `purge status` lists it.", valueName: "run")) var which:
        RunArgument
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions

    func run() async throws {
        let person = reason.person
        try await Asking(state: state.directory, person: person, command: "cancel \(which.id)")
            .ask(LedgerRequest(.cancel, run: which.id, by: person))
        Output.line("Run \(which.id) is cancelled.")
    }
}
