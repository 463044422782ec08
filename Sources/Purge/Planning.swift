import Foundation
import PurgeJobs

/// Makes a plan for a command, with its signals and its progress.
struct Planning {
    let takedown: Takedown
    let state: StateOptions
    let output: OutputOptions
    let command: String

    /// The plan, with its ledger closed again.
    func plan(isProbing: Bool, by person: Operator) async throws -> PlanResult {
        let ledger = try await Ledger.open(
            state.directory,
            by: person,
            command: "\(command) \(takedown.name)"
        )
        return PlanResult(plan: try await plan(in: ledger, isProbing: isProbing, by: person))
    }

    /// The plan, in a ledger that is held already.
    func plan(
        in ledger: Ledger,
        isProbing: Bool,
        isBeside: Bool = false,
        by person: Operator
    ) async throws -> SealedPlan {
        for warning in takedown.warnings { Output.note("purge: warning: \(warning)") }
        let stop = StopSignal()
        let printer = ProgressPrinter(isQuiet: output.isQuiet)
        defer { printer.end() }
        let takedown = takedown
        return try await SignalTrap.run(stop) {
            let plan = try await takedown.plan(in: ledger, by: person, isBeside: isBeside, stop: stop) {
                printer.show($0)
            }
            if isProbing { _ = try await takedown.look(at: plan.run, in: ledger, stop: stop) }
            return plan
        }
    }
}
