/// How often and how soon a failed request is tried again.
struct RetryPolicy: Sendable {
    /// Tries in all, the first included.
    var attempts = 5
    /// Upper end of the wait after the first failure; it doubles with each further one.
    var base = Duration.milliseconds(500)
    var cap = Duration.seconds(60)
    /// However long a server asks to be left alone, we look again after this.
    static let longestPause = Duration.seconds(3600)

    /// The wait after the given failure, counted from 1: anything up to the doubled base ("full jitter").
    ///
    /// Spreading over the whole span, not around its end, is what keeps a thousand clients that failed
    /// together from coming back together.
    func wait(afterFailure count: Int, random: PacingRandom) -> Duration {
        let doublings = min(max(0, count - 1), 30)
        return min(cap, base * (1 << doublings)) * random.fraction()
    }

    /// A pause that the server asked for: never shorter than it said, up to a tenth longer, at most an hour
    /// (and that tenth).
    static func pause(_ asked: Duration, random: PacingRandom) -> Duration {
        let capped = min(max(asked, .zero), longestPause)
        return capped + capped * (0.1 * random.fraction())
    }
}
