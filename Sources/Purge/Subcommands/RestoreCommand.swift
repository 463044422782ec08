import ArgumentParser
import Foundation
import PurgeJobs

/// `purge restore`: what was taken down by mistake comes back.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring back a clip, or everything that a run took down.",
        discussion: """
            Objects are put back where they were, blocks are lifted, and caches forget what they learned while the clip \
            was down; then every link is probed until it is lit again. Without --execute nothing is done. A clip that \
            something else claims too stays down: another run, a hold, an attempt without a receipt. Bytes that were \
            destroyed, and revoked links, do not come back. While a clip is on a list, the next sweep takes it down \
            again: exempt it, or withdraw the entry.
            """
    )

    @Argument(
        help: ArgumentHelp("A run, or the id of a clip.", valueName: "run|clip"),
        completion: Completion.runs
    )
    var subject: String
    @Flag(help: "Do it. Without it, only say what would be done.") var execute = false
    @Option(help: "The exact number of clips, where there are more than 25.") var count: Int?
    @Option(
        help: ArgumentHelp(
            "The exact number of runs that claim the clip, where there are several.",
            valueName: "count"
        )
    )
    var claims: Int?
    @OptionGroup var deadline: DeadlineOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try state.directory.refusePanic()
        let order = RestoreOrder(try named(), claims: claims, deadline: deadline.time)
        let takedown = try Takedown(
            order,
            site: site.path,
            environment: ProcessInfo.processInfo.environment
        )
        let ledger = try await Ledger.open(state.directory, by: reason.person, command: "restore")
        let restoration = try await takedown.plan(order, in: ledger, by: reason.person)
        for (clip, why) in restoration.refused {
            Output.error("clip \(VisibleText.of(clip.description)) stays down: \(why)")
        }
        let plan = restoration.plan
        guard execute else { return try PlanResult(plan: plan).print(as: output, in: state.directory) }
        guard !plan.isBlocked || count == plan.effects else { throw PlanError.blocked(plan) }

        try await Applying(takedown: takedown, state: state, output: output)
            .apply(plan.run, count: plan.isBlocked ? count : nil, in: ledger, by: reason.person)
        if !restoration.refused.isEmpty { throw ExitStatus.partial }
    }

    /// A run that the ledger knows, else a clip.
    private func named() throws -> RestoreOrder.Subject {
        if let run = RunID(subject), try LedgerReader(state.directory).look({ try $0.hasRun(run) }) {
            return .run(run)
        }
        guard let clip = ClipID(subject) else {
            throw ValidationError("'\(VisibleText.of(subject))' is neither a run nor the id of a clip")
        }

        return .clip(clip)
    }
}
