import ArgumentParser
import Foundation
import PurgeJobs

/// `purge check`, which tries everything that the files name.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Read both files and try everything that they name. Sends GET requests only, but for --notify and --rehearse.",
        discussion: """
            A page of what works and what does not, each failure with its next step; for every link family, who erases, \
            purges, blocks and probes its links. Without a job file the site alone is checked.

            With --rehearse the site's canary, a clip of your own, is then taken down as in an emergency and brought back \
            again, for real: what that takes here and now is printed.
            """
    )

    @Argument(help: "The job file.", completion: Completion.yaml) var job: String?
    @Flag(help: "Then take the site's canary down and bring it back.") var rehearse = false
    @Flag(help: "Send a test message to every channel of the site's notifications.") var notify = false
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try state.directory.refusePanic()
        let environment = ProcessInfo.processInfo.environment
        var findings: [CheckFinding]
        if let job {
            findings = try await Takedown(job: job, site: site.path, environment: environment).check()
        } else {
            findings = try await SiteCheck(site: site.path, environment: environment).check()
        }
        if notify {
            findings += try await SiteCheck(site: site.path, environment: environment).tell(
                at: WallClock.now()
            )
        }
        findings += try SiteCheck.held(in: state.directory)
        // What is broken already is no place for a rehearsal.
        let isReady = findings.allSatisfy(\.isGood)
        if rehearse, isReady {
            findings += try await rehearsal(environment)
        } else if rehearse, !output.isJSON {
            Output.error("no rehearsal before everything else is well")
        }
        let page = CheckPage(findings)
        if output.isJSON { Output.line(try page.json()) } else { page.show() }
        guard isReady else { throw ExitStatus.usage }
        guard findings.allSatisfy(\.isGood) else { throw ExitStatus.partial }
    }

    private func rehearsal(_ environment: [String: String]) async throws -> [CheckFinding] {
        let rehearsal = try Rehearsal(site: site.path, environment: environment)
        let person = Person.named("rehearsal")
        let ledger = try await Ledger.open(state.directory, by: person, command: "check --rehearse")
        output.startLogging()
        let stop = StopSignal()
        let printer = ProgressPrinter(isQuiet: output.isQuiet)
        defer { printer.end() }
        return try await SignalTrap.run(stop) {
            try await rehearsal.rehearse(in: ledger, by: person, stop: stop) { printer.show($0) }
        }
    }
}
