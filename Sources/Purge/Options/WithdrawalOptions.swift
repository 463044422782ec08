import ArgumentParser
import PurgeJobs

/// An entry of a list, as `purge withdraw` takes it.
struct WithdrawalOptions: ParsableArguments {
    @Argument(help: "The list's name in the job.") var list: String
    @Argument(help: "The entry as the list has it: a clip's id, a URL or a hash.") var entry: String
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions

    func validate() throws {
        guard !EntryIdentity.candidates(entry).isEmpty else {
            throw ValidationError("'\(VisibleText.of(entry, limit: 64))' is no id, URL or hash")
        }
    }

    /// Has it done, by ourselves or by the holder of the ledger.
    func ask(_ action: LedgerRequest.Action, _ word: String) async throws {
        let person = reason.person
        try await Asking(state: state.directory, person: person, command: action.rawValue)
            .ask(LedgerRequest(action, list: list, entry: entry, by: person))
        Output.line("\(VisibleText.of(list)), \(VisibleText.of(entry, limit: 64)): \(word).")
    }
}
