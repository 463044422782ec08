import ArgumentParser
import Foundation
import PurgeJobs

/// `purge check`, which tries everything that the files name.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read both files and try everything that they name. Sends GET requests only.",
        discussion: """
            Without a job file the site alone is checked. With --rehearse the site's canary, a clip of your own, is then \
            taken down as in an emergency and brought back again, for real: what that takes here and now is printed.
            """
    )

    @Argument(help: "The job file.", completion: Completion.yaml) var job: String?
    @Flag(help: "Then take the site's canary down and bring it back.") var rehearse = false
    @OptionGroup var site: SiteOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let subject: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var findings: [SiteCheck.Finding]
        if let job {
            findings = try await Takedown(job: job, site: site.path, environment: environment).check()
        } else {
            findings = try await SiteCheck(site: site.path, environment: environment).check()
        }
        // What is broken already is no place for a rehearsal.
        let isReady = findings.allSatisfy(\.isGood)
        if rehearse, isReady {
            findings += try await rehearsal(environment)
        } else if rehearse, !output.isJSON {
            Output.error("no rehearsal before everything else is well")
        }
        try show(findings)
        guard isReady else { throw ExitStatus.usage }
        guard findings.allSatisfy(\.isGood) else { throw ExitStatus.partial }
    }

    private func rehearsal(_ environment: [String: String]) async throws -> [SiteCheck.Finding] {
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

    private func show(_ findings: [SiteCheck.Finding]) throws {
        if output.isJSON {
            Output.line(
                try JSONText.of(findings.map { Line(subject: $0.subject, ok: $0.isGood, detail: $0.detail) })
            )
        } else {
            for finding in findings {
                Output.line("\(finding.isGood ? "ok   " : "FAIL ")\(finding.subject): \(finding.detail)")
            }
        }
    }
}
