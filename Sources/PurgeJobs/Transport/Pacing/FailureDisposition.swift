/// What to do about a failure: the one place that decides it.
///
/// It says nothing about effects. A request whose error says `wasSent` may have had one: who retries an
/// effect reads the target first and sends again under the same idempotency key (R3).
enum FailureDisposition: Hashable, Sendable {
    /// Why one item is given up; the run goes on (R12).
    enum GiveUpReason: Hashable, Sendable {
        /// 401, 407: the credential is missing, wrong or expired. Run stops a target after several in a row.
        case credential
        /// 403: known and not permitted.
        case refused
        /// 404, 410: the target does not exist.
        case missing
        /// 405, 501, 505: the server cannot do this at all.
        case unsupported
        /// 413, 414, 431: the request is too large.
        case tooLarge
        /// 3xx: no rule says where to; nothing here follows by itself.
        case redirected
        /// Any other status that will not change by itself.
        case rejected(Int)
        case malformed
        case vetoed
        case untrusted
        /// The answer's header is beyond all measure.
        case unreadable
        /// A failure that might pass, once too often.
        case exhausted
    }

    /// Why nothing more is sent to anybody.
    enum StopReason: Hashable, Sendable {
        case cancelled
        /// A request for a host that the site file does not list: the plan and the site disagree (R13).
        case unlistedHost
        /// A credential on its way to the probe's client: a mistake in the program (R13).
        case strayCredential
    }

    case retry(after: Duration)
    case giveUp(GiveUpReason)
    case stopRun(StopReason)

    /// Decides by the answer to the given attempt, counted from 1; nil for a success.
    init?(
        _ response: HTTPResponse,
        attempt: Int,
        policy: RetryPolicy = RetryPolicy(),
        random: PacingRandom = .system
    ) {
        let decided = Self.decide(
            status: response.status,
            retryAfter: response.retryAfter,
            attempt: attempt,
            policy: policy,
            random: random
        )
        guard let decided else { return nil }
        self = decided
    }

    /// Decides by a status; nil for a success.
    ///
    /// Adapters whose vendor says 400 for "too fast" use `throttled`.
    static func decide(
        status: Int,
        retryAfter: Duration?,
        attempt: Int,
        policy: RetryPolicy = RetryPolicy(),
        random: PacingRandom = .system
    ) -> FailureDisposition? {
        switch status {
        case 200..<300: nil
        case 300..<400: .giveUp(.redirected)
        case 401, 407: .giveUp(.credential)
        case 403: .giveUp(.refused)
        case 404, 410: .giveUp(.missing)
        case 405, 501, 505: .giveUp(.unsupported)
        case 413, 414, 431: .giveUp(.tooLarge)
        case 408, 425, 429, 500..<600:
            throttled(retryAfter: retryAfter, attempt: attempt, policy: policy, random: random)
        default: .giveUp(.rejected(status))
        }
    }

    /// Decides for an answer that means "later", by whatever status.
    ///
    /// `retryAfter` is what the server asked for.
    static func throttled(
        retryAfter: Duration?,
        attempt: Int,
        policy: RetryPolicy = RetryPolicy(),
        random: PacingRandom = .system
    ) -> FailureDisposition {
        guard attempt < policy.attempts else { return .giveUp(.exhausted) }
        let wait = policy.wait(afterFailure: attempt, random: random)
        return .retry(after: retryAfter.map { RetryPolicy.pause(max($0, wait), random: random) } ?? wait)
    }

    /// Decides by the failure of the given attempt, counted from 1.
    init(
        _ error: TransportError,
        attempt: Int,
        policy: RetryPolicy = RetryPolicy(),
        random: PacingRandom = .system
    ) {
        switch error.kind {
        case .cancelled: self = .stopRun(.cancelled)
        case .unlisted: self = .stopRun(.unlistedHost)
        case .credentialed: self = .stopRun(.strayCredential)
        case .malformed: self = .giveUp(.malformed)
        case .vetoed: self = .giveUp(.vetoed)
        case .untrusted: self = .giveUp(.untrusted)
        case .headerTooLarge: self = .giveUp(.unreadable)
        case .paused(let time): self = .retry(after: RetryPolicy.pause(time, random: random))
        case .unresolved, .unreachable, .handshake, .unanswered, .broken, .deadline, .other:
            self = Self.throttled(retryAfter: nil, attempt: attempt, policy: policy, random: random)
        }
    }
}
