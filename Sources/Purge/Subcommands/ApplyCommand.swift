import ArgumentParser
import Foundation
import PurgeJobs

/// `purge apply`: does exactly what a plan says.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Do exactly what a sealed plan says, and look until every link is dark."
    )

    @Argument(help: ArgumentHelp("The run's id, as `purge status` lists it.", valueName: "run")) var which:
        RunArgument
    @Option(help: "The plan's digest, as `purge plan` printed it: what you read is what is done.") var digest:
        String
    @Option(help: "The plan's number of clips, where the guard asks for it.") var count: Int?
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try state.directory.refusePanic()
        let person = reason.person
        let ledger = try await Ledger.open(state.directory, by: person, command: "apply \(which.id)")
        let (overview, takedown) = try LedgerReader(state.directory).look { snapshot in
            let overview = try snapshot.run(which.id)
            let environment = ProcessInfo.processInfo.environment
            return (overview, try Takedown(of: overview, in: snapshot, environment: environment))
        }
        guard overview.state == .sealed else {
            let why = "run \(which.id) is \(overview.state.rawValue); only a sealed plan can be applied"
            throw LedgerError(path: state.directory.path, cause: .wrongState(why))
        }
        guard let planned = overview.planDigest, planned.description == digest.lowercased() else {
            throw PlanError.wrongDigest(run: which.id)
        }

        try LedgerReader(state.directory).look { try takedown.refuseStale(overview, in: $0, now: ledger.now) }
        if overview.isBlocked, count == nil {
            throw PlanError.blocked(
                run: which.id,
                effects: overview.effects ?? 0,
                digest: planned,
                stops: try LedgerReader(state.directory).look { try $0.guardStops(of: which.id) }
            )
        }
        try await Applying(takedown: takedown, state: state, output: output)
            .apply(which.id, count: count, in: ledger, by: person)
    }
}
