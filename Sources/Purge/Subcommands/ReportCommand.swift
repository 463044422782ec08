import ArgumentParser
import PurgeJobs

extension RunReport.Format: ExpressibleByArgument {}

/// `purge report`: what happened, from the ledger alone.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell what a run is about and what became of it, from the ledger alone. Holds no URLs."
    )

    @Argument(help: ArgumentHelp("The run.", valueName: "run")) var which: RunArgument
    @Option(help: "text or json.") var format = RunReport.Format.text
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try LedgerReader(state.directory).look { snapshot in
            try RunReport(which.id, snapshot).write(output.isJSON ? .json : format) { Output.write($0) }
        }
    }
}
