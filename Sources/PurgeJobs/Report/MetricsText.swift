/// A ledger's health as Prometheus reads it: the text exposition format 0.0.4, for node_exporter's textfile collector.
///
/// Names and units: https://prometheus.io/docs/practices/naming/
package struct MetricsText {
    private let health: LedgerHealth
    private let version: String

    private struct Sample {
        var labels: [(name: String, value: String)] = []
        let value: String
    }

    package init(_ health: LedgerHealth, version: String) {
        self.health = health
        self.version = version
    }

    package var text: String { (ofPurge + ofRuns + ofWork + ofLedger).joined() }

    private var ofPurge: [String] {
        [
            metric(
                "purge_build_info",
                "gauge",
                "The version that wrote this file; always 1.",
                [Sample(labels: [("version", version)], value: "1")]
            )
        ]
    }

    private var ofRuns: [String] {
        let jobs = health.jobs
        return [
            metric(
                "purge_run_start_timestamp_seconds",
                "gauge",
                "When the newest run of the job began to send, in seconds since 1970.",
                jobs.compactMap { job in job.run?.startedAt.map { sample(job, Self.seconds($0)) } }
            ),
            metric(
                "purge_run_end_timestamp_seconds",
                "gauge",
                "When that run was closed or cancelled; missing while it goes on.",
                jobs.compactMap { job in job.run?.endedAt.map { sample(job, Self.seconds($0)) } }
            ),
            metric(
                "purge_run_applying",
                "gauge",
                "Whether that run is not at its end: 1, else 0.",
                jobs.compactMap { job in
                    job.run.map { sample(job, $0.state == .applying ? "1" : "0") }
                }
            ),
            metric(
                "purge_run_clips",
                "gauge",
                "Clips that the run acts on, by what is seen of them.",
                jobs.flatMap { job in counts(job, "visibility", Self.clips) }
            ),
            metric(
                "purge_run_entries",
                "gauge",
                "Reported entries of the run's lists, by what became of them.",
                jobs.flatMap { job in counts(job, "state", Self.entries) }
            ),
        ]
    }

    private var ofWork: [String] {
        let jobs = health.jobs
        return [
            metric(
                "purge_run_steps_due",
                "gauge",
                "Steps and looks of the run that are due now.",
                jobs.map { sample($0, "\($0.due)") }
            ),
            metric(
                "purge_run_next_due_timestamp_seconds",
                "gauge",
                "When the run's next step or look is due; missing when nothing is.",
                jobs.compactMap { job in job.nextDue.map { sample(job, Self.seconds($0.at)) } }
            ),
            metric(
                "purge_run_effects_open",
                "gauge",
                "Effects of the run that were begun and have no receipt.",
                jobs.map { sample($0, "\($0.open)") }
            ),
            metric(
                "purge_plan_blocked",
                "gauge",
                "Whether the job's newest plan waits for a person's count: 1, else 0.",
                jobs.map { sample($0, $0.blocked == nil ? "0" : "1") }
            ),
        ]
    }

    private var ofLedger: [String] {
        var texts = [
            metric("purge_effects_total", "counter", "Effects ever begun, of all runs.", health.effects),
            metric(
                "purge_tombstones",
                "gauge",
                "Clips that were taken down and are watched.",
                health.tombstones
            ),
            metric("purge_exemptions", "gauge", "Exemptions in force.", health.exemptions),
            metric("purge_holds", "gauge", "Holds in force.", health.holds),
            metric(
                "purge_ledger_size_bytes",
                "gauge",
                "The ledger with its log, on disk.",
                Int(health.size.bytes)
            ),
        ]
        if let isHeld = health.isHeld {
            texts.append(
                metric(
                    "purge_ledger_held",
                    "gauge",
                    "Whether a process holds the ledger: 1, else 0.",
                    isHeld ? 1 : 0
                )
            )
        }
        return texts
    }

    private static var clips: [(String, (Conservation) -> Int)] {
        [
            ("dark", \.dark), ("blocked", \.blocked), ("lit", \.lit), ("unknown", \.unknown),
            ("failed", \.failed),
            ("set_aside", \.setAside),
            ("pending", \.pending),
        ]
    }

    private static var entries: [(String, (Conservation) -> Int)] {
        [
            ("matched", \.matched), ("not_found", \.notFound), ("malformed", \.malformed),
            ("withdrawn", \.withdrawn),
        ]
    }

    private func counts(
        _ job: LedgerHealth.Job,
        _ label: String,
        _ terms: [(String, (Conservation) -> Int)]
    ) -> [Sample] {
        guard let sums = job.sums else { return [] }

        return terms.map { name, count in
            Sample(labels: [("job", job.name), (label, name)], value: "\(count(sums))")
        }
    }

    private func sample(_ job: LedgerHealth.Job, _ value: String) -> Sample {
        Sample(labels: [("job", job.name)], value: value)
    }

    private func metric(_ name: String, _ type: String, _ help: String, _ value: Int) -> String {
        metric(name, type, help, [Sample(value: "\(value)")])
    }

    /// Nothing at all for a metric without samples.
    private func metric(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) -> String {
        guard !samples.isEmpty else { return "" }

        let lines = samples.map { sample in
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(
                separator: ","
            )
            return name + (labels.isEmpty ? "" : "{\(labels)}") + " \(sample.value)\n"
        }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" + lines.joined()
    }

    private static func escaped(_ value: String) -> String {
        VisibleText.of(value).reduce(into: "") { text, character in
            text += character == "\\" ? "\\\\" : character == "\"" ? "\\\"" : String(character)
        }
    }

    private static func seconds(_ time: Timestamp) -> String {
        let milliseconds = time.microseconds / 1000
        let rest = String(milliseconds % 1000 + 1000).dropFirst()
        return "\(milliseconds / 1000).\(rest)"
    }
}
