import ArgumentParser
import Foundation
import PurgeJobs

/// A clip whose preserved bytes are given back or destroyed, as both commands take it.
struct PreservationOptions: ParsableArguments {
    @Argument(help: "The clip's id.") var clip: ClipArgument
    @Flag(help: "Do it. Without it, only say what would be done.") var execute = false
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func end(as ending: PreservedObject.Ending) async throws {
        try state.directory.refusePanic()
        let environment = ProcessInfo.processInfo.environment
        guard execute else {
            let objects = try LedgerReader(state.directory).look { try $0.preserved(of: clip.id) }
            try show(objects.map { PreservedLine($0) })
            if !output.isJSON, !output.isQuiet {
                Output.line("Nothing was done; with --execute each would be \(ending.rawValue).")
            }
            return
        }

        let ledger = try await Ledger.open(state.directory, by: reason.person, command: "preserved")
        let preservation = try LedgerReader(state.directory).look {
            try Preservation(of: clip.id, in: $0, environment: environment)
        }
        let ended = try await preservation.end(of: clip.id, as: ending, in: ledger, by: reason.person)
        try show(
            ended.map { object, outcome in
                PreservedLine(object, finding: outcome == .gone ? "was gone" : ending.rawValue)
            }
        )
    }

    private func show(_ lines: [PreservedLine]) throws {
        if output.isJSON {
            Output.line(try JSONText.of(lines))
        } else if !output.isQuiet {
            guard !lines.isEmpty else { return Output.line("Nothing is preserved of that clip.") }

            Output.write(TextTable(columns: PreservedLine.columns, rows: lines.map(\.cells)).text)
        }
    }
}
