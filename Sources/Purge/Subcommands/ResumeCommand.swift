import ArgumentParser
import Foundation
import PurgeJobs

/// `purge resume`: goes on with a run that was interrupted or is settling.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a run that was interrupted or is still settling."
    )

    @Argument(help: ArgumentHelp("The run; without it the newest that is not at its end.", valueName: "run"))
    var which: RunArgument?
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try state.directory.refusePanic()
        let person = reason.person
        let ledger = try await Ledger.open(state.directory, by: person, command: "resume")
        let (overview, takedown) = try LedgerReader(state.directory).look { snapshot in
            let overview = try chosen(snapshot)
            let environment = ProcessInfo.processInfo.environment
            return (overview, try Takedown(of: overview, in: snapshot, environment: environment))
        }
        try await Applying(takedown: takedown, state: state, output: output)
            .apply(overview.id, count: nil, in: ledger, by: person)
    }

    private func chosen(_ snapshot: LedgerSnapshot) throws -> RunOverview {
        if let which {
            let overview = try snapshot.run(which.id)
            guard overview.state == .applying else {
                throw refusal(
                    "run \(which.id) is \(overview.state.rawValue); only one that has begun to send is resumed"
                )
            }

            return overview
        }
        guard let newest = try snapshot.newestRun(in: [.applying], job: nil) else {
            throw refusal("there is nothing to resume: no run has begun and is not at its end")
        }

        return newest
    }

    private func refusal(_ why: String) -> LedgerError {
        LedgerError(path: state.directory.path, cause: .wrongState(why))
    }
}
