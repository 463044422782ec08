import ArgumentParser
import PurgeJobs

/// `purge status`: where everything stands.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say where runs stand and what they wait for, to people or to a monitoring system."
    )

    @Argument(help: ArgumentHelp("One run; without it the latest twenty.", valueName: "run")) var which:
        RunArgument?
    @Option(
        help: ArgumentHelp(
            "Also write metrics there, for Prometheus' node_exporter (textfile collector).",
            valueName: "file"
        ),
        completion: .file()
    )
    var metrics: String?
    @OptionGroup var check: CheckOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let summary: RunSummary
        let conservation: ConservationSummary
        let pauses: [PauseSummary]
        let throttles: [ThrottleSummary]
        let breakers: [BreakerSummary]
        let waitingFor: String?
        let due: String?
    }

    func validate() throws {
        if check.isOn, which != nil { throw ValidationError("--check looks at jobs; leave the run out") }
        if metrics?.isEmpty == true { throw ValidationError("--metrics names no file") }
    }

    func run() throws {
        guard check.isOn else { return try show() }

        let printer = HealthPrinter(options: check, output: output)
        let health: LedgerHealth
        do {
            health = try LedgerReader(state.directory).look { try self.health($0) }
            try writeMetrics(health)
        } catch {
            try printer.end(because: error)
        }
        try printer.end(health)
    }

    private func show() throws {
        try LedgerReader(state.directory).look { snapshot in
            if metrics != nil { try writeMetrics(try health(snapshot)) }
            guard output.isJSON || !output.isQuiet else { return }

            let runs = try which.map { [try snapshot.run($0.id)] } ?? snapshot.runs(limit: 20)
            if output.isJSON {
                Output.line(try JSONText.of(try runs.map { try line($0, snapshot) }))
            } else if which != nil, let only = runs.first {
                try show(only, snapshot)
            } else {
                try list(runs, snapshot)
            }
        }
    }

    private func health(_ snapshot: LedgerSnapshot) throws -> LedgerHealth {
        try snapshot.health(of: state.directory, named: check.job, at: WallClock.now())
    }

    private func writeMetrics(_ health: LedgerHealth) throws {
        guard let metrics else { return }

        try MetricsFile(path: metrics).write(MetricsText(health, version: PurgeVersion.text).text)
    }

    private func line(_ run: RunOverview, _ snapshot: LedgerSnapshot) throws -> Line {
        let next = try snapshot.nextDue(of: run.id)
        return Line(
            summary: RunSummary(run),
            conservation: ConservationSummary(try snapshot.conservation(of: run.id)),
            pauses: try snapshot.pauses(of: run, at: WallClock.now()).map(PauseSummary.init),
            throttles: try snapshot.throttles(at: WallClock.now()).map(ThrottleSummary.init),
            breakers: try snapshot.openBreakers(of: run.id).map(BreakerSummary.init),
            waitingFor: next?.what,
            due: next?.at.description
        )
    }

    private func show(_ run: RunOverview, _ snapshot: LedgerSnapshot) throws {
        let stops = try snapshot.guardStops(of: run.id)
        let pauses = try snapshot.pauses(of: run, at: WallClock.now())
        Output.line(Headline.of(run, try snapshot.conservation(of: run.id), stops, pauses))
        for throttle in try snapshot.throttles(at: WallClock.now()) {
            Output.line("Slowed down: \(throttle.words).")
        }
        for breaker in try snapshot.openBreakers(of: run.id) where run.state == .applying {
            Output.line(BreakerSummary(breaker).sentence)
        }
        for source in try snapshot.sources(of: run.id) where !source.isComplete {
            Output.line("Walking \(VisibleText.of(source.name)): \(source.rows) rows so far.")
        }
        if let next = try snapshot.nextDue(of: run.id) { Output.line("Next: \(next.what), due \(next.at).") }
    }

    private static func state(
        of run: RunOverview,
        _ snapshot: LedgerSnapshot,
        _ now: Timestamp
    ) throws -> String {
        let isPaused = try !snapshot.pauses(of: run, at: now).isEmpty
        return run.state.rawValue + (run.isBlocked ? ", held" : "") + (isPaused ? ", paused" : "")
    }

    private func list(_ runs: [RunOverview], _ snapshot: LedgerSnapshot) throws {
        guard !runs.isEmpty else { return Output.line("No run yet; `purge plan JOB` makes one.") }

        let now = WallClock.now()
        for pause in try snapshot.pauses(at: now) { Output.line("Held back: \(pause.words).") }
        for throttle in try snapshot.throttles(at: now) { Output.line("Slowed down: \(throttle.words).") }
        let rows = try runs.map { run in
            let sums = try snapshot.conservation(of: run.id)
            return [
                run.id.description, try Self.state(of: run, snapshot, now),
                run.job,
                run.createdAt.description, "\(sums.acted)", "\(sums.dark)",
                run.purpose == .restore ? "\(sums.lit) lit" : "\(sums.acted - sums.dark)",
                "\(sums.notFound)",
            ]
        }
        let columns = ["run", "state", "job", "planned", "clips", "dark", "not dark", "not found"]
        Output.write(TextTable(columns: columns, rows: rows).text)
    }
}
