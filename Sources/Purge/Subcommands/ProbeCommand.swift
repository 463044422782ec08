import ArgumentParser
import Foundation
import PurgeJobs

/// `purge probe`, which asks every edge what it says of some URLs now.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract:
            "Look at URLs at every edge, now: what is served, cached since when, by whom. No ledger, no effect.",
        discussion: """
            Sends GET requests of small ranges, without credentials, to hosts of the site alone. A link counts as dark \
            only where a control (a clip that is known to be lit, of the same family and host) is lit at the same edge; \
            else it is "gone, unproven". URLs are not printed: they are named by their place in the command.

            Exit codes: 0 all dark, 11 something is lit or unknown, 18 a URL was refused, 64 bad site file or control.
            """
    )

    @Argument(help: ArgumentHelp("What was reported, as it was published.", valueName: "url")) var urls:
        [String]
    @Option(
        help: ArgumentHelp(
            "A URL that is known to be lit; may be repeated. Beside the site's own `controls`.",
            valueName: "url"
        )
    )
    var control: [String] = []
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !urls.isEmpty else { throw ValidationError("name one URL or more") }
    }

    func run() async throws {
        try state.directory.refusePanic()
        output.startLogging()
        let probe = try SiteProbe(site: site.path, environment: ProcessInfo.processInfo.environment)
        let report = ProbeReport(try await probe.look(at: urls, controls: control))
        if output.isJSON {
            Output.line(try report.json())
        } else if !output.isQuiet || !report.isAllDark || report.refused > 0 {
            Output.write(report.text)
        }
        guard report.refused == 0 else { throw ExitStatus.unusableInput }
        guard report.isAllDark else { throw ExitStatus.partial }
    }
}
