/// Where pacing takes its time from; a test brings its own.
struct PacingClock: Sendable {
    let now: @Sendable () -> ContinuousClock.Instant
    /// Returns at that time; throws `CancellationError` at once when the task is cancelled.
    let sleep: @Sendable (_ until: ContinuousClock.Instant) async throws -> Void

    static let system = Self(
        now: { ContinuousClock.now },
        sleep: { try await ContinuousClock().sleep(until: $0) }
    )
}
