import ArgumentParser
import Foundation
import PurgeJobs

/// `purge plan`: what would be done, and why; no effect.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "Walk the inventories, match, and write down what would be done. Sends nothing that changes anything."
    )

    @Argument(help: "The job file.", completion: Completion.yaml) var job: String
    @Flag(help: "Also look how reachable each link is now.") var probe = false
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let takedown = try Takedown(
            job: job,
            site: site.path,
            environment: ProcessInfo.processInfo.environment
        )
        let result = try await Planning(takedown: takedown, state: state, output: output, command: "plan")
            .plan(isProbing: probe, by: Person.named("plan"))
        try result.print(as: output, in: state.directory)
    }
}
