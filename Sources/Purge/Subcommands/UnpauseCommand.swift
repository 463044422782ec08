import ArgumentParser
import PurgeJobs

/// `purge unpause`: what was paused may go on.
struct UnpauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpause",
        abstract: "End a pause before its time.",
        discussion: """
            It ends what `purge pause` with the same run, or without one, began, and does nothing else: a run that waits \
            goes on in its own process, one that nobody works on is for `purge resume` or the next `purge watch`.
            """
    )

    @Argument(help: ArgumentHelp("The run that was named when it was paused.", valueName: "run"))
    var which: RunArgument?
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions

    func run() async throws {
        let person = reason.person
        try await Asking(state: state.directory, person: person, command: "unpause")
            .ask(LedgerRequest(.unpause, run: which?.id, by: person))
        let others = try LedgerReader(state.directory).look { try $0.pauses(at: WallClock.now()) }
        Output.line("\(which.map { "Run \($0.id)" } ?? "Everything") is not paused by that any more.")
        for pause in others { Output.line("Still held back: \(pause.words).") }
    }
}
