/// How fast one host may be asked.
struct PacingLimits: Hashable, Sendable {
    /// Requests a second in the long run; nil for no limit.
    var rate: Double?
    /// Requests that may go at once after a quiet time.
    var burst: Int
    /// Requests under way at once; nil for no limit.
    var concurrency: Int?

    /// Traps on a rate, burst or concurrency that lets nothing through: the job file refuses those.
    init(rate: Double? = nil, burst: Int = 1, concurrency: Int? = nil) {
        precondition(rate.map { $0 > 0 && $0.isFinite } ?? true, "a rate lets something through")
        precondition(burst > 0 && concurrency ?? 1 > 0, "a limit lets something through")
        self.rate = rate
        self.burst = burst
        self.concurrency = concurrency
    }

    static let unlimited = Self()

    /// The lower of each of two limits.
    func tightened(by other: Self) -> Self {
        Self(
            rate: [rate, other.rate].compactMap(\.self).min(),
            burst: min(burst, other.burst),
            concurrency: [concurrency, other.concurrency].compactMap(\.self).min()
        )
    }

    /// Time between two requests at the steady rate.
    var interval: Duration { rate.map { .seconds(1) / $0 } ?? .zero }
}
