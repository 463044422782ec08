import ArgumentParser
import Foundation
import PurgeJobs

/// `purge check`, which tries everything that the files name.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read both files and try everything that they name. Sends GET requests only."
    )

    @Argument(help: "The job file.") var job: String
    @OptionGroup var site: SiteOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let subject: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let takedown = try Takedown(
            job: job,
            site: site.path,
            environment: ProcessInfo.processInfo.environment
        )
        let findings = try await takedown.check()
        if output.isJSON {
            Output.line(
                try JSONText.of(findings.map { Line(subject: $0.subject, ok: $0.isGood, detail: $0.detail) })
            )
        } else {
            for finding in findings {
                Output.line("\(finding.isGood ? "ok   " : "FAIL ")\(finding.subject): \(finding.detail)")
            }
        }
        guard findings.allSatisfy(\.isGood) else { throw ExitStatus.usage }
    }
}
