import ArgumentParser
import PurgeJobs

/// `purge pause`: nothing new is sent for a while.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hold a run, or everything but emergencies, back for a while.",
        discussion: """
            What is in flight is finished and recorded; nothing new is sent, not even a probe, until the pause ends by \
            itself or `purge unpause` ends it. A run that is under way keeps the ledger and waits. The pause outlives a \
            crash: whoever takes the run up before its end waits too. `purge now` goes ahead all the same.

            Without this program: `touch STATE/pause` pauses until the file is gone, `touch STATE/panic` stops everything.
            """
    )

    @Argument(help: ArgumentHelp("One run; without it everything but emergencies.", valueName: "run"))
    var which: RunArgument?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, at most \(Span.longest).", valueName: "time")
    )
    var time = "1h"
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions

    func validate() throws { _ = try Span.of(time, "--for") }

    func run() async throws {
        let person = reason.person
        let end = WallClock.now().advanced(by: try Span.of(time, "--for"))
        try await Asking(state: state.directory, person: person, command: "pause")
            .ask(LedgerRequest(.pause, until: end, run: which?.id, by: person))
        let (what, name) = which.map { ("Run \($0.id)", " \($0.id)") } ?? ("Everything but emergencies", "")
        Output.line("\(what) is paused until \(end); `purge unpause\(name)` ends it before.")
    }
}
