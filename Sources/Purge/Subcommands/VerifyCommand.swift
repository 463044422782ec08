import ArgumentParser
import Foundation
import PurgeJobs

/// `purge verify`, which looks whether what a run says is still true.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look at every link of a run again, now, at every edge. Changes nothing outside."
    )

    @Argument(help: ArgumentHelp("The run's id, as `purge status` lists it.", valueName: "run")) var which:
        RunArgument
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private struct Summary: Encodable {
        let run: String
        let dark: Int
        let lit: Int
        let unknown: Int
    }

    func run() async throws {
        try state.directory.refusePanic()
        let ledger = try await Ledger.open(
            state.directory,
            by: Person.named("verify"),
            command: "verify \(which.id)"
        )
        let takedown = try LedgerReader(state.directory).look { snapshot in
            let overview = try snapshot.run(which.id)
            return try Takedown(of: overview, in: snapshot, environment: ProcessInfo.processInfo.environment)
        }
        let stop = StopSignal()
        let id = which.id
        let counts = try await SignalTrap.run(stop) {
            try await takedown.look(at: id, in: ledger, stop: stop)
        }
        let summary = Summary(
            run: id.description,
            dark: counts[.dark] ?? 0,
            lit: counts[.lit] ?? 0,
            unknown: counts[.unknown] ?? 0
        )
        if output.isJSON {
            Output.line(try JSONText.of(summary))
        } else {
            Output.line(
                "\(summary.dark) dark, \(summary.lit) lit, \(summary.unknown) unknown, of links times edges, now."
            )
        }
        guard summary.lit == 0, summary.unknown == 0, summary.dark > 0 else { throw ExitStatus.partial }
    }
}
