import ArgumentParser
import PurgeJobs

extension RunReport.Format: ExpressibleByArgument {}

/// `purge report`: what happened, from the ledger alone.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell what a run is about and what became of it, from the ledger alone. Holds no URLs.",
        discussion: """
            text for a terminal, html for one page that needs nothing else, json and ndjson for programs, csv for
            spreadsheets. Clips are named by id; --share replaces ids by keyed names and withholds what people wrote.
            Full URLs go into a file of their own, which only its owner can read, and only when it is named.
            """
    )

    @Argument(help: ArgumentHelp("The run.", valueName: "run")) var which: RunArgument
    @Option(help: "text, html, json, ndjson, csv, or review (clips to be looked at).") var format = RunReport
        .Format.text
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write it there, whole or not at all, for its owner alone.", valueName: "file")
    )
    var file: String?
    @Flag(help: "Leave out ids and whatever people wrote, so that it can be passed on.") var share = false
    @Option(
        name: .customLong("full-urls"),
        help: ArgumentHelp("Also write every full URL with its verdicts into that file.", valueName: "file")
    )
    var fullURLs: String?
    @Option(
        name: .customLong("clock"),
        help: ArgumentHelp(
            "A deadline to compare with on the page: 1h, 48h. May be repeated. Default: 1h and 48h.",
            valueName: "time"
        )
    )
    var clocks: [String] = []
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard clocks.allSatisfy({ Takedown.duration($0) != nil }) else {
            throw ValidationError("--clock takes a number with s, m, h or d, such as 48h")
        }
        guard file?.isEmpty != true, fullURLs?.isEmpty != true else {
            throw ValidationError("a file has no name")
        }
        guard !share || fullURLs == nil else {
            throw ValidationError("--share and --full-urls contradict each other")
        }
    }

    func run() throws {
        let times = clocks.compactMap { Takedown.duration($0) }
        try LedgerReader(state.directory).look { snapshot in
            let report = try RunReport(
                which.id,
                snapshot,
                isShared: share,
                clocks: times.isEmpty ? RunReport.standardClocks : times
            )
            let format = output.isJSON ? .json : format
            if let file {
                try write(to: file) { try report.write(format, to: $0) }
            } else {
                try report.write(format) { Output.write($0) }
            }
            if let fullURLs { try write(to: fullURLs) { try LinkListing(which.id, snapshot).write(to: $0) } }
        }
    }

    private func write(to path: String, _ body: ((String) throws -> Void) throws -> Void) throws {
        var draft = try DraftFile(path: path)
        try body { try draft.write($0) }
        try draft.place()
    }
}
