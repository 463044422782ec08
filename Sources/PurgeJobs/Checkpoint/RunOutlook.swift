/// What a run still has before it.
struct RunOutlook: Sendable {
    /// Steps that an effect or an answer is still missing of.
    let open: Int
    /// What is due next, and when.
    let next: (what: String, until: Timestamp)?

    /// Whether nothing will be due before that time has passed: only deletions that are days away, or nothing.
    func isIdle(within patience: Duration, now: Timestamp) -> Bool {
        guard open == 0 else { return false }

        return next.map { $0.until.duration(since: now) > patience } ?? true
    }
}
