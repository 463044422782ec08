import Foundation
import Glibc
import PurgeJobs

/// The page that `purge check` prints: section by section, green, yellow and red on a terminal, each red with its next step.
struct CheckPage {
    let findings: [CheckFinding]
    let isColored: Bool

    init(_ findings: [CheckFinding]) {
        self.findings = findings
        let environment = ProcessInfo.processInfo.environment
        isColored = isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
    }

    /// A finding as `--json` shows it.
    private struct Line: Encodable {
        let section: String
        let subject: String
        let ok: Bool
        let level: String
        let detail: String
        let next: String?
        let coverage: FamilyCoverage?
    }

    func json() throws -> String {
        try JSONText.of(
            findings.map {
                Line(
                    section: $0.section.rawValue,
                    subject: $0.subject,
                    ok: $0.isGood,
                    level: $0.level.rawValue,
                    detail: $0.detail,
                    next: $0.next,
                    coverage: $0.coverage
                )
            }
        )
    }

    func show() {
        for section in CheckFinding.Section.allCases {
            let part = findings.filter { $0.section == section }
            guard !part.isEmpty else { continue }

            Output.line(section.rawValue.capitalized)
            for finding in part { show(finding) }
            Output.line("")
        }
        Output.line(sum)
    }

    private func show(_ finding: CheckFinding) {
        Output.line(
            "  \(mark(finding.level))  \(VisibleText.of(finding.subject)): \(VisibleText.of(finding.detail))"
        )
        if let coverage = finding.coverage {
            let parts = [
                ("erased by", coverage.erasers), ("purged by", coverage.purgers),
                ("blocked by", coverage.blockers),
                ("probed at", coverage.probers),
            ]
            let texts = parts.map { "\($0) \($1.isEmpty ? "nobody" : $1.joined(separator: ", "))" }
            Output.line("        \(VisibleText.of(texts.joined(separator: "; ")))")
        }
        if let next = finding.next { Output.line("        next: \(VisibleText.of(next))") }
    }

    private func mark(_ level: CheckFinding.Level) -> String {
        let (text, color) =
            switch level {
            case .good: ("ok  ", 32)
            case .warning: ("look", 33)
            case .bad: ("FAIL", 31)
            }
        return isColored ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text
    }

    private var sum: String {
        func count(_ level: CheckFinding.Level) -> Int { findings.count { $0.level == level } }

        let look = count(.warning)
        let tail = look == 0 ? "" : ", \(look) worth a look"
        let bad = count(.bad)
        return bad == 0
            ? "All of \(findings.count) can be used\(tail)." : "\(bad) of \(findings.count) to mend\(tail)."
    }
}
