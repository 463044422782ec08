import ArgumentParser
import PurgeJobs

/// A decision about a clip, as both `exempt` and `hold` take it.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The clip's id.") var clip: String
    @Option(help: ArgumentHelp("When it expires, from now: 12h, 30d. Without it: never.", valueName: "time"))
    var until: String?
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions

    func validate() throws {
        guard ClipID(clip) != nil else { throw ValidationError("'\(VisibleText.of(clip))' is no clip's id") }
        guard until == nil || expiry != nil else {
            throw ValidationError("--until takes a number with s, m, h or d, such as 30d")
        }
    }

    func add(_ action: LedgerRequest.Action, preserves: Bool? = nil) async throws {
        try await ask(action, "done", preserves: preserves)
    }

    func remove(_ action: LedgerRequest.Action) async throws { try await ask(action, "removed") }

    private func ask(
        _ action: LedgerRequest.Action,
        _ word: String,
        preserves: Bool? = nil
    ) async throws {
        guard let id = ClipID(clip) else { return }

        let person = reason.person
        try await Asking(state: state.directory, person: person, command: action.rawValue)
            .ask(LedgerRequest(action, clip: id, until: expiry, preserves: preserves, by: person))
        Output.line("\(id): \(word).")
    }

    private var expiry: Timestamp? {
        until.flatMap { Takedown.duration($0) }.map { WallClock.now().advanced(by: $0) }
    }
}
