import GRDB

// What monitoring asks of a ledger.
extension LedgerSnapshot {
    /// Every job's newest run that has begun, and counts over all runs; `isHeld` and `size` come from its directory.
    ///
    /// Each emergency is a job of its own, so that there is no end of them: a job at its end of which nothing ran for
    /// thirty days is left out, unless it is the named one or the last that ran.
    package func health(
        of directory: StateDirectory,
        named: String?,
        at now: Timestamp
    ) throws -> LedgerHealth {
        let names = try String.fetchAll(
            db,
            sql: """
                SELECT job FROM run WHERE purpose = 'takedown' GROUP BY job HAVING sum(state = 'applying') > 0
                    OR max(coalesce(endedAt, startedAt, createdAt)) > ? OR job = ?
                    OR job = (SELECT job FROM run WHERE startedAt IS NOT NULL ORDER BY startedAt DESC LIMIT 1)
                ORDER BY job
                """,
            arguments: [now.advanced(by: .seconds(-30 * 86_400)).microseconds, named]
        )
        return LedgerHealth(
            at: now,
            jobs: try names.map { try job($0, now) },
            tombstones: try number("SELECT count(*) FROM tombstone"),
            exemptions: try decisions(.exemption, now),
            holds: try decisions(.hold, now),
            effects: try effects(),
            size: directory.ledgerSize,
            isHeld: directory.isLocked,
            pauses: try pauses(at: now),
            throttles: try throttles(at: now),
            untold: try untold(at: now)
        )
    }

    private func untold(at now: Timestamp) throws -> (waiting: Int, givenUp: Int) {
        let waiting = """
            SELECT count(*) FROM delivery d JOIN notice n ON n.number = d.notice
            WHERE d.due IS NOT NULL AND d.tries > 0 AND n.at < ?
            """
        let givenUp = "SELECT count(*) FROM delivery WHERE state = 'givenUp' AND endedAt > ?"
        func count(_ sql: String, _ time: Duration) throws -> Int {
            try Int.fetchOne(db, sql: sql, arguments: [now.advanced(by: .zero - time).microseconds]) ?? 0
        }
        return (try count(waiting, .seconds(900)), try count(givenUp, .seconds(86_400)))
    }

    private func job(_ name: String, _ now: Timestamp) throws -> LedgerHealth.Job {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT * FROM run WHERE job = ? AND startedAt IS NOT NULL ORDER BY startedAt DESC LIMIT 1",
            arguments: [name]
        )
        let run = row.map(RunOverview.init)
        let isApplying = run?.state == .applying
        return LedgerHealth.Job(
            name: name,
            run: run,
            sums: try run.map { try conservation(of: $0.id) },
            due: isApplying ? try run.map { try due($0.id, now) } ?? 0 : 0,
            nextDue: isApplying ? try run.flatMap { try nextDue(of: $0.id) } : nil,
            open: isApplying
                ? try run.map {
                    try number("SELECT count(*) FROM attempt WHERE run = ? AND outcome IS NULL", $0)
                } ?? 0
                : 0,
            blocked: try blocked(name, since: run)
        )
    }

    /// The newest plan of a job, where only an exact count releases it and no run has begun since it was sealed.
    private func blocked(_ job: String, since run: RunOverview?) throws -> RunOverview? {
        guard let plan = try newestRun(in: [.sealed], job: job), plan.isBlocked else { return nil }

        let isPassed = run?.startedAt.flatMap { started in plan.sealedAt.map { $0 <= started } } ?? false
        return isPassed ? nil : plan
    }

    private func due(_ run: RunID, _ now: Timestamp) throws -> Int {
        let arguments: StatementArguments = [run.number, now.microseconds]
        let steps = "SELECT count(*) FROM step WHERE run = ? AND state = 'ready' AND due <= ?"
        let looks = "SELECT count(*) FROM sight WHERE run = ? AND due IS NOT NULL AND due <= ?"
        return try (Int.fetchOne(db, sql: steps, arguments: arguments) ?? 0)
            + (Int.fetchOne(db, sql: looks, arguments: arguments) ?? 0)
    }

    private func decisions(_ kind: Decision.Kind, _ now: Timestamp) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM decision
                WHERE kind = ? AND removedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)
                """,
            arguments: [kind.rawValue, now.microseconds]
        ) ?? 0
    }

    /// Attempts are kept for ever and numbered from 1 in each run: the last number is their count.
    private func effects() throws -> Int {
        try number(
            "SELECT coalesce(sum((SELECT coalesce(max(number), 0) FROM attempt WHERE run = run.id)), 0) FROM run"
        )
    }

    private func number(_ sql: String, _ run: RunOverview? = nil) throws -> Int {
        let arguments = run.map { StatementArguments([$0.id.number]) } ?? StatementArguments()
        return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
    }
}
