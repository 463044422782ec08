/// How long a host is left alone after it said "too fast".
struct PauseRules: Sendable {
    var policy = RetryPolicy()
    var random = PacingRandom.system

    /// For the count-th time in a row; `asked` is what the host said, if it said something.
    func pause(asked: Duration?, count: Int) -> Duration {
        guard let asked else { return policy.wait(afterFailure: count, random: random) }
        return RetryPolicy.pause(asked, random: random)
    }
}
