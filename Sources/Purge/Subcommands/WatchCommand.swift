import ArgumentParser
import Foundation
import PurgeJobs

/// `purge watch`: does all that is due, as a timer asks for every few minutes.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Do all that is due over all runs, and look again at what was taken down; for a timer.",
        discussion: """
            Rebound purges, rounds of probes, deletions, and clips that are dark: these are looked at after an hour, a day, \
            a week, thirty days, and then once a month. A link that is lit again is purged again until it is dark.

            Says nothing when all is well, nor while a run still waits for something (exit code 10) or another command has \
            the ledger (14): both are what the next call is for. Ends with 19 when something that was taken down is back, \
            and says so.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Also write metrics there, for Prometheus' node_exporter (textfile collector).",
            valueName: "file"
        ),
        completion: .file()
    )
    var metrics: String?
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private struct Summary: Encodable {
        struct Back: Encodable {
            let clip: String
            let how: String
        }

        struct Run: Encodable {
            let run: String
            let end: String
        }

        let tombstones: [String: Int]
        let back: [Back]
        let runs: [Run]
        let failures: [String]
    }

    func run() async throws {
        try state.directory.refusePanic()
        output.startLogging()
        let person = Person.named("watch")
        let ledger = try await opened(by: person)
        let stop = StopSignal()
        let printer = ProgressPrinter(isQuiet: output.isQuiet)
        let watch = Watch(
            ledger,
            by: person,
            environment: ProcessInfo.processInfo.environment,
            stop: stop
        )
        let outcome = try await SignalTrap.run(stop) {
            defer { printer.end() }
            return try await watch.work { printer.show($0) }
        }
        if let metrics {
            try LedgerReader(state.directory).look { snapshot in
                let health = try snapshot.health(of: state.directory, named: nil, at: WallClock.now())
                try MetricsFile(path: metrics).write(MetricsText(health, version: PurgeVersion.text).text)
            }
        }
        try end(outcome, stop)
    }

    /// The ledger; while another command works with it there is nothing to do here, and nothing to say.
    private func opened(by person: Operator) async throws -> Ledger {
        do throws(LedgerError) {
            return try await Ledger.open(state.directory, by: person, command: "watch")
        } catch {
            if case .locked = error.cause { throw ExpectedEnd(status: .locked) }
            throw error
        }
    }

    private func end(_ outcome: Watch.Outcome, _ stop: StopSignal) throws {
        if output.isJSON { Output.line(try JSONText.of(Self.summary(outcome))) }
        for (clip, how) in outcome.back {
            let what = how == .relit ? "is lit again, and is purged again" : "is at its store again"
            Output.error("clip \(clip), which was taken down, \(what): purge explain \(clip)")
        }
        for (run, why) in outcome.failures { Output.error("run \(run) could not be worked on: \(why)") }
        for (run, end) in outcome.runs where end == .partial || end == .interrupted {
            Output.error("run \(run) ended \(end.rawValue): purge report \(run)")
        }
        guard outcome.back.isEmpty else { throw ExitStatus.back }
        guard outcome.failures.isEmpty else { throw ExitStatus.partial }

        let ends = outcome.runs.map(\.end)
        if ends.contains(.panicked) || stop.isPanicked { throw ExitStatus.panicked }
        if ends.contains(.interrupted) { throw ExitStatus.interrupted }
        if ends.contains(.settling) { throw ExpectedEnd(status: .settling) }
        if ends.contains(.partial) { throw ExitStatus.partial }
    }

    private static func summary(_ outcome: Watch.Outcome) -> Summary {
        Summary(
            tombstones: Dictionary(
                outcome.tombstones.map { ($0.key.rawValue, $0.value) }
            ) { first, _ in first },
            back: outcome.back.map { Summary.Back(clip: $0.clip.description, how: $0.how.rawValue) },
            runs: outcome.runs.map { Summary.Run(run: $0.run.description, end: $0.end.rawValue) },
            failures: outcome.failures.map { "run \($0.run): \($0.why)" }
        )
    }
}
