/// What is known of one host's pace: a token bucket, the requests under way, and a pause.
///
/// The bucket is kept as a time: when the next request would be due if all went at the steady rate. A
/// request may go as long as that time is no more than a burst ahead (the generic cell rate algorithm).
struct HostPace {
    /// A task that waits for one of the host's requests to end.
    struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<PacingRefusal?, Never>
    }

    private let limits: PacingLimits
    private let interval: Duration
    /// Counts the pauses; answers to requests from before one say nothing new.
    private(set) var epoch = 0
    /// Pauses in a row without a good answer in between.
    private var pauses = 0
    private var pausedUntil: ContinuousClock.Instant?
    private var due: ContinuousClock.Instant
    private var inFlight = 0
    private var waiters = WaitingLine<Waiter>()

    init(_ limits: PacingLimits, now: ContinuousClock.Instant) {
        self.limits = limits
        interval = limits.interval
        due = now
    }

    mutating func admit(
        hasPlace: Bool,
        now: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) -> HostPaces.Admission {
        guard hasPlace || !isFull else { return now < deadline ? .full : .refused(.tooLate(.zero)) }
        guard let turn = reserve(now: now, deadline: deadline) else {
            return .refused(.tooLate(remainingPause(at: now)))
        }
        if !hasPlace { inFlight += 1 }
        return turn <= now ? .go(epoch: epoch) : .wait(turn, epoch: epoch)
    }

    // MARK: Places

    private var isFull: Bool { limits.concurrency.map { inFlight >= $0 } ?? false }

    /// Takes a place if one has become free; else the waiter stands in line, and false is returned.
    mutating func enter(orWait waiter: Waiter) -> Bool {
        guard isFull else {
            inFlight += 1
            return true
        }
        waiters.append(waiter)
        return false
    }

    /// Gives a place to whoever has waited longest, or back.
    mutating func leave() -> Waiter? {
        if let waiter = waiters.popFirst() { return waiter }
        inFlight -= 1
        return nil
    }

    mutating func withdraw(_ id: Int) -> Waiter? { waiters.removeAll { $0.id == id }.first }

    // MARK: Turns and pauses

    /// Takes the next turn and says when it comes; nil when that is past the deadline, and nothing is taken.
    private mutating func reserve(
        now: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        let base = max(now, pausedUntil ?? now)
        let turn = interval > .zero ? max(base, due - interval * (limits.burst - 1)) : base
        guard turn < deadline else { return nil }
        due = max(due, turn) + interval
        return turn
    }

    /// Notes that the host wants to be left alone for so long.
    ///
    /// Of a volley that was under way together only the first answer lengthens the row of pauses.
    mutating func pause(asked: Duration?, permitEpoch: Int, now: ContinuousClock.Instant, _ rules: PauseRules)
    {
        guard permitEpoch == epoch || asked != nil else { return }
        if permitEpoch == epoch {
            epoch += 1
            pauses += 1
        }
        let end = now + rules.pause(asked: asked, count: pauses)
        pausedUntil = max(end, pausedUntil ?? end)
        // No burst after a pause: the bucket starts empty.
        due = max(due, end + interval * (limits.burst - 1))
    }

    /// Notes a good answer to a request from after the last pause.
    mutating func succeed(permitEpoch: Int) {
        if permitEpoch == epoch { pauses = 0 }
    }

    func remainingPause(at now: ContinuousClock.Instant) -> Duration {
        max(.zero, (pausedUntil ?? now) - now)
    }

    /// Whether forgetting it loses nothing.
    func isQuiet(at now: ContinuousClock.Instant) -> Bool {
        inFlight == 0 && waiters.isEmpty && due <= now && remainingPause(at: now) == .zero
    }
}
