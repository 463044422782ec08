import PurgeJobs

/// A plan as a command shows it.
struct PlanResult {
    let plan: SealedPlan

    private struct Summary: Encodable {
        let run: String
        let digest: String
        let effects: Int
        let clips: Int
        let guardLimit: Int
        let blocked: Bool
        let guards: [GuardSummary]
        let conservation: ConservationSummary
    }

    func print(as output: OutputOptions, in directory: StateDirectory) throws {
        let reader = try LedgerReader(directory)
        if output.isJSON {
            let sums = try reader.look { try $0.conservation(of: plan.run) }
            Output.line(
                try JSONText.of(
                    Summary(
                        run: plan.run.description,
                        digest: plan.digest.description,
                        effects: plan.effects,
                        clips: plan.clips,
                        guardLimit: plan.guardLimit,
                        blocked: plan.isBlocked,
                        guards: plan.stops.map(GuardSummary.init),
                        conservation: ConservationSummary(sums)
                    )
                )
            )
        } else if !output.isQuiet {
            try reader.look { snapshot in
                try RunReport(plan.run, snapshot).write(.text) { Output.write($0) }
            }
            Output.line(nextStep)
        }
    }

    private var nextStep: String {
        guard plan.effects > 0 else { return "There is nothing to do." }

        let count = plan.isBlocked ? " --count \(plan.effects)" : ""
        return "To do just this: purge apply \(plan.run) --digest \(plan.digest)\(count) --reason \"…\""
    }
}
