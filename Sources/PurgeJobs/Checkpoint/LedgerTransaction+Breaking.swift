import GRDB

// Places that refuse everything: what was noticed outlives the process, so that the next one tries one step first.
extension LedgerTransaction {
    /// Notes that nothing more is sent to a place for now.
    func openBreaker(at place: StepPlace, of run: RunID, because cause: String) throws {
        try execute(
            """
            INSERT INTO breaker (run, place, openedAt, cause) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [run.number, place.text, now.microseconds, cause]
        )
        try append(.breakerOpened, run: run.number, ["place": place.text, "cause": cause])
        try notify(
            .breakerOpened,
            run,
            subject: "\(run) \(place.text) \(now)",
            "Run \(run) of job \(try job(of: run)) sends nothing more to \(place.text) for now: it refused or failed too often."
        )
    }

    /// Notes that a place does what it is asked again.
    func closeBreaker(at place: StepPlace, of run: RunID) throws {
        try execute(
            "UPDATE breaker SET closedAt = ? WHERE run = ? AND place = ? AND closedAt IS NULL",
            [now.microseconds, run.number, place.text]
        )
        try append(.breakerClosed, run: run.number, ["place": place.text])
    }
}
