import ArgumentParser
import Foundation
import PurgeJobs

/// `purge run`: plan and apply in one go, as a timer does.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plan a job and, with --execute, apply the plan at once unless the guard stops it."
    )

    @Argument(help: "The job file.", completion: Completion.yaml) var job: String
    @Flag(help: "Apply the plan. Without it this is `purge plan`.") var execute = false
    @Option(help: ArgumentHelp("Why, for the audit; required with --execute.", valueName: "text")) var reason:
        String?
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if execute, reason?.contains(where: { !$0.isWhitespace }) != true {
            throw ValidationError("--execute needs --reason: say why, for the audit")
        }
    }

    func run() async throws {
        try state.directory.refusePanic()
        let takedown = try Takedown(
            job: job,
            site: site.path,
            environment: ProcessInfo.processInfo.environment
        )
        let planning = Planning(takedown: takedown, state: state, output: output, command: "run")
        guard execute else {
            let result = try await planning.plan(isProbing: false, by: Person.named("run without --execute"))
            return try result.print(as: output, in: state.directory)
        }

        let person = Person.named(reason ?? "")
        let ledger = try await Ledger.open(state.directory, by: person, command: "run \(takedown.name)")
        let isSettling = try await goOnWithUnfinished(in: ledger, by: person, takedown.name)
        let plan = try await planning.plan(in: ledger, isProbing: false, isBeside: isSettling, by: person)
        guard !plan.isBlocked else {
            try PlanResult(plan: plan).print(as: output, in: state.directory)
            throw PlanError.blocked(plan)
        }

        try await Applying(takedown: takedown, state: state, output: output)
            .apply(plan.run, count: nil, in: ledger, by: person)
        if isSettling { throw ExitStatus.settling }
    }

    /// A run of the job that has begun goes first, on its own plan; answers whether it is still settling after that.
    ///
    /// What keeps it from its end, such as an edge that serves one link for ever, must not keep what was reported since from
    /// being taken down (R12).
    private func goOnWithUnfinished(
        in ledger: Ledger,
        by person: Operator,
        _ job: String
    ) async throws -> Bool {
        let unfinished = try LedgerReader(state.directory).look { snapshot in
            try snapshot.newestRun(in: [.applying], job: job).map { run in
                (
                    run.id,
                    try Takedown(of: run, in: snapshot, environment: ProcessInfo.processInfo.environment)
                )
            }
        }
        guard let (run, takedown) = unfinished else { return false }

        Output.note("purge: run \(run) of this job is not at its end; it goes first")
        let applying = Applying(takedown: takedown, state: state, output: output)
        do {
            try await applying.apply(run, count: nil, in: ledger, by: person)
        } catch ExitStatus.partial {
            // At its end, with something for a person to look at, which was printed.
            return try LedgerReader(state.directory).look { try $0.run(run).state == .applying }
        } catch ExitStatus.settling {
            Output.note(
                "purge: run \(run) goes on later, with `purge watch`; what was reported since is planned now"
            )
            return true
        }
        return false
    }
}
