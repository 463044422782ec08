/// The answer to a monitoring system in one line, as plugins of Nagios and its heirs give it.
///
/// Line, levels and performance data: https://nagios-plugins.org/doc/guidelines.html
package struct HealthCheck: Sendable {
    package enum Level: Int, Comparable, Sendable {
        case ok = 0
        case warning = 1
        case critical = 2
        case unknown = 3

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        package var word: String { "\(self)".uppercased() }
    }

    package struct Limits: Sendable {
        /// How long ago a run may have begun or ended.
        package var age = Duration.seconds(26 * 3600)
        /// How long a run may take until all its clips are dark.
        package var settling = Duration.seconds(6 * 3600)
        package var size = ByteCount(bytes: 20_000_000_000)
        /// How long something may be due that nobody does: two rounds of a five-minute timer.
        package var idle = Duration.seconds(600)

        package init() {}
    }

    package struct Problem: Sendable {
        package let level: Level
        package let text: String
    }

    private let health: LedgerHealth
    private let jobs: [LedgerHealth.Job]
    private let limits: Limits
    /// Whether only one job counts.
    private let job: String?

    /// Judges one job, or all of them; of all, the newest run says whether one was missed.
    package init(_ health: LedgerHealth, job: String?, limits: Limits) {
        self.health = health
        self.limits = limits
        self.job = job
        jobs = health.jobs.filter { job == nil || $0.name == job }
    }

    package var level: Level { problems.map(\.level).max() ?? .ok }

    /// The worst first.
    package var problems: [Problem] {
        let found =
            held + missed + jobs.flatMap(Self.interrupted(health, limits)) + jobs.flatMap(unfinished) + tooBig
        return found.enumerated().sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }
            .map(\.element)
    }

    /// The line and the data after it; no text in it can end either.
    package var line: String {
        let text = problems.isEmpty ? summary : problems.map(\.text).joined(separator: "; ")
        return Self.line(level, text) + " | " + data
    }

    /// A line without data, for when nothing could be judged.
    package static func line(_ level: Level, _ text: String) -> String {
        let safe = VisibleText.of(text, limit: 1000).split(separator: "|", omittingEmptySubsequences: false)
        return "PURGE \(level.word) - \(safe.joined(separator: "/"))"
    }

    // MARK: What may be wrong

    /// A pause that is forgotten leaves what it holds back reachable.
    private var held: [Problem] {
        health.pauses.map { pause in
            Problem(level: pause.source == .panicFile ? .critical : .warning, text: pause.words)
        } + health.throttles.map { Problem(level: .warning, text: $0.words) } + untold
    }

    private var untold: [Problem] {
        let counts = [
            (health.untold.waiting, "notifications wait to be taken by their channel"),
            (health.untold.givenUp, "notifications were given up"),
        ]
        return counts.filter { $0.0 > 0 }.map { Problem(level: .warning, text: "\($0.0) \($0.1)") }
    }

    private var lastActivity: Timestamp? {
        jobs.compactMap(\.run).compactMap { run in [run.startedAt, run.endedAt].compactMap { $0 }.max() }
            .max()
    }

    private var missed: [Problem] {
        let name = job.map { "job \($0)" } ?? "any job"
        guard let last = lastActivity else {
            return [Problem(level: .critical, text: "no run of \(name) has ever begun")]
        }
        // What goes on is judged as that.
        let isUnderWay = jobs.contains { $0.run?.state == .applying }
        guard !isUnderWay, health.at.duration(since: last) > limits.age else { return [] }

        let age = Self.text(health.at.duration(since: last))
        return [Problem(level: .critical, text: "no run of \(name) began or ended for \(age)")]
    }

    private static func interrupted(
        _ health: LedgerHealth,
        _ limits: Limits
    ) -> (LedgerHealth.Job) -> [Problem] {
        { job in
            guard let run = job.run, run.state == .applying, health.isHeld != true else { return [] }

            let sinceProgress = health.at.duration(since: run.progressAt ?? run.startedAt ?? health.at)
            let overdue = job.nextDue.map { health.at.duration(since: $0.at) } ?? .zero
            let isLeft = job.open > 0 && sinceProgress > limits.idle
            guard isLeft || overdue > limits.idle else { return [] }

            let since = text(max(overdue, isLeft ? sinceProgress : .zero))
            let text = "run \(run.id) of \(job.name) was interrupted and nobody resumed it for \(since)"
            return [Problem(level: .critical, text: text)]
        }
    }

    private func unfinished(_ job: LedgerHealth.Job) -> [Problem] {
        var found: [Problem] = []
        if let plan = job.blocked {
            let clips = "\(plan.effects ?? 0) clips, \(plan.guardLimit ?? 0) need no person"
            found.append(
                Problem(level: .warning, text: "plan \(plan.id) of \(job.name) waits for a person: \(clips)")
            )
        }
        guard let run = job.run, let sums = job.sums else { return found }

        let age = health.at.duration(since: run.startedAt ?? run.createdAt)
        let isYoung = run.state == .applying && age <= limits.settling
        func note(_ level: Level, _ count: Int, _ what: String) {
            guard count > 0 else { return }

            found.append(
                Problem(level: level, text: "\(count) clips of \(job.name) \(what) in run \(run.id)")
            )
        }
        note(isYoung ? .warning : .critical, sums.lit, "are lit")
        note(.critical, sums.litAside, "were set aside and are lit")
        note(.warning, sums.setAside - sums.litAside, "were set aside")
        guard !isYoung else { return found }

        note(.warning, sums.unknown, "are unknown")
        note(.warning, sums.failed, "came to no end")
        note(.warning, sums.blocked, "are blocked, cache unverified")
        if run.state == .applying, sums.unsettled > 0 {
            let text = "run \(run.id) of \(job.name) is settling for \(Self.text(age))"
            found.append(Problem(level: .warning, text: text))
        }
        return found
    }

    private var tooBig: [Problem] {
        guard health.size.bytes > limits.size.bytes else { return [] }

        return [Problem(level: .warning, text: "the ledger has \(health.size), more than \(limits.size)")]
    }

    // MARK: What is said

    private var summary: String {
        jobs.compactMap { job in
            guard let run = job.run, let sums = job.sums else { return nil }

            let time = [run.startedAt, run.endedAt].compactMap { $0 }.max() ?? run.createdAt
            let age = Self.text(health.at.duration(since: time))
            let word = run.state == .applying ? "began" : run.state == .closed ? "closed" : "cancelled"
            return "\(job.name): \(sums.dark) of \(sums.acted) clips dark, run \(run.id) \(word) \(age) ago"
        }.joined(separator: "; ")
    }

    private var data: String {
        let age = lastActivity.map {
            "age=\(Self.seconds(health.at.duration(since: $0)))s;;\(Self.seconds(limits.age));0 "
        }
        func sum(_ count: (Conservation) -> Int) -> Int {
            jobs.compactMap(\.sums).reduce(0) { $0 + count($1) }
        }
        return (age ?? "")
            + "dark=\(sum(\.dark));;;0 lit=\(sum(\.lit));;0;0 unknown=\(sum(\.unknown));0;;0 "
            + "failed=\(sum(\.failed));0;;0 set_aside=\(sum(\.setAside));0;;0 pending=\(sum(\.pending));;;0 "
            + "not_found=\(sum(\.notFound));;;0 due=\(jobs.reduce(0) { $0 + $1.due });;;0 "
            + "ledger=\(health.size.bytes)B;\(limits.size.bytes);;0"
    }

    private static func seconds(_ duration: Duration) -> Int64 { max(0, duration.components.seconds) }

    /// In the two largest units, such as `1 d 2 h`.
    private static func text(_ duration: Duration) -> String {
        let seconds = seconds(duration)
        let parts: [(Int64, String)] = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"),
            (seconds % 60, "s"),
        ]
        let first = parts.firstIndex { $0.0 > 0 } ?? 3
        return parts[first...].prefix(2).filter { $0.0 > 0 || $0.1 == "s" && seconds == 0 }
            .map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
