import PurgeJobs

/// Answers a monitoring system: one line, and the exit code that its plugins have.
struct HealthPrinter {
    let options: CheckOptions
    let output: OutputOptions

    /// How a check ended; the only exit codes that are not those of `ExitStatus`.
    struct Ended: Error {
        let level: HealthCheck.Level
    }

    private struct Summary: Encodable {
        let status: String
        let problems: [Line]
        let line: String
    }

    private struct Line: Encodable {
        let level: String
        let text: String
    }

    func end(_ health: LedgerHealth) throws -> Never {
        let check = HealthCheck(health, job: options.job, limits: options.limits)
        let problems = check.problems.map { Line(level: $0.level.word, text: $0.text) }
        try say(check.line, check.level, problems)
    }

    /// The ledger could not be looked at: nobody knows how things stand.
    func end(because error: any Error) throws -> Never {
        let text = "\(error)"
        try say(HealthCheck.line(.unknown, text), .unknown, [Line(level: "UNKNOWN", text: text)])
    }

    private func say(_ line: String, _ level: HealthCheck.Level, _ problems: [Line]) throws -> Never {
        if output.isJSON {
            Output.line(try JSONText.of(Summary(status: level.word, problems: problems, line: line)))
        } else {
            Output.line(line)
        }
        throw Ended(level: level)
    }
}
