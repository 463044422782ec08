import Foundation
import PurgeJobs

/// Applies a run for a command, with its signals, its progress and its exit code.
struct Applying {
    let takedown: Takedown
    let state: StateOptions
    let output: OutputOptions
    /// Told of everything that happens, beside the terminal's line.
    var follow: @Sendable (RunProgress) -> Void = { _ in }

    private struct Summary: Encodable {
        let run: String
        let end: String
        let conservation: ConservationSummary
    }

    /// Applies the run to its end, prints how it ended, and exits with the end's code.
    func apply(_ run: RunID, count: Int?, in ledger: Ledger, by person: Operator) async throws {
        output.startLogging()
        let stop = StopSignal()
        let printer = ProgressPrinter(isQuiet: output.isQuiet)
        let takedown = takedown
        let follow = follow
        let end: RunEnd
        do {
            defer { printer.end() }
            end = try await SignalTrap.run(stop) {
                try await takedown.apply(run, count: count, in: ledger, by: person, stop: stop) {
                    printer.show($0)
                    follow($0)
                }
            }
        }
        try LedgerReader(state.directory).look { snapshot in
            let sums = try snapshot.conservation(of: run)
            if output.isJSON {
                let summary = Summary(
                    run: run.description,
                    end: end.rawValue,
                    conservation: ConservationSummary(sums)
                )
                Output.line(try JSONText.of(summary))
            } else if !output.isQuiet {
                let overview = try snapshot.run(run)
                let pauses = try snapshot.pauses(of: overview, at: WallClock.now())
                Output.line(Headline.of(overview, sums, [], pauses))
                Output.line(Self.advice(end, run))
            }
        }
        let status = ExitStatus(end)
        guard status == .done else {
            Output.error("run \(run) ended \(end.rawValue)")
            if status == .settling {
                try LedgerReader(state.directory).look { snapshot in
                    for breaker in try snapshot.openBreakers(of: run) {
                        Output.error(BreakerSummary(breaker).sentence)
                    }
                }
            }
            throw status
        }
    }

    private static func advice(_ end: RunEnd, _ run: RunID) -> String {
        switch end {
        case .dark, .restored, .cancelled: "purge report \(run) tells the rest."
        case .partial: "purge report \(run) names what is not dark or was not found."
        case .panicked: "Remove the file `panic` when sending may go on; then purge resume \(run)."
        case .settling, .interrupted:
            "purge resume \(run) goes on; purge status \(run) says what is waited for."
        }
    }
}
