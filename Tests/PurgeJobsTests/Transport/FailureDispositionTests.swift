import Testing

@testable import PurgeJobs

@Suite struct FailureDispositionTests {
    private static let half = PacingRandom { 0.5 }

    private static func decide(
        _ status: Int,
        _ retryAfter: Duration? = nil,
        attempt: Int = 1
    ) -> FailureDisposition? {
        FailureDisposition.decide(status: status, retryAfter: retryAfter, attempt: attempt, random: half)
    }

    @Test(arguments: [200, 201, 202, 204, 206, 299])
    func successIsNoFailure(status: Int) {
        #expect(Self.decide(status) == nil)
    }

    @Test(
        arguments: [
            (301, FailureDisposition.GiveUpReason.redirected), (304, .redirected), (400, .rejected(400)),
            (401, .credential), (403, .refused), (404, .missing), (405, .unsupported), (407, .credential),
            (409, .rejected(409)), (410, .missing), (413, .tooLarge), (414, .tooLarge), (422, .rejected(422)),
            (431, .tooLarge), (451, .rejected(451)), (501, .unsupported), (505, .unsupported),
            (100, .rejected(100)),
            (999, .rejected(999)),
        ])
    func statusThatStaysIsGivenUp(status: Int, reason: FailureDisposition.GiveUpReason) {
        #expect(Self.decide(status) == .giveUp(reason))
        #expect(Self.decide(status, .seconds(1)) == .giveUp(reason))
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503, 504, 507, 520, 530])
    func statusThatMayPassIsTriedFiveTimes(status: Int) {
        let waits = (1...4).map { Self.decide(status, attempt: $0) }
        #expect(waits == [250, 500, 1000, 2000].map { .retry(after: .milliseconds($0)) })
        #expect(Self.decide(status, attempt: 5) == .giveUp(.exhausted))
        #expect(Self.decide(status, .seconds(1), attempt: 5) == .giveUp(.exhausted))
    }

    @Test(
        arguments: [
            (Duration.seconds(10), Duration.milliseconds(10_500)), (.zero, .milliseconds(262.5)),
            (.seconds(3600), .seconds(3780)), (.seconds(315_360_000), .seconds(3780)),
        ])
    func retryAfterIsKeptCappedAndJittered(asked: Duration, wait: Duration) {
        #expect(Self.decide(429, asked) == .retry(after: wait))
    }

    @Test func `a wait never exceeds its cap`() {
        let most = PacingRandom { 1 }
        let policy = RetryPolicy(attempts: 1000)
        #expect(policy.wait(afterFailure: 900, random: most) == .seconds(60))
        #expect(policy.wait(afterFailure: 1, random: PacingRandom { 0 }) == .zero)
    }

    @Test(
        arguments: [
            (TransportError.Kind.cancelled, FailureDisposition.stopRun(.cancelled)),
            (.unlisted, .stopRun(.unlistedHost)),
            (.credentialed(field: "Cookie"), .stopRun(.strayCredential)),
            (.malformed(.content), .giveUp(.malformed)),
            (.vetoed(IPAddress(v4: 1)), .giveUp(.vetoed)), (.untrusted, .giveUp(.untrusted)),
            (.headerTooLarge, .giveUp(.unreadable)), (.paused(.seconds(100)), .retry(after: .seconds(105))),
            (.unresolved, .retry(after: .milliseconds(250))),
            (.unreachable, .retry(after: .milliseconds(250))),
            (.handshake, .retry(after: .milliseconds(250))), (.unanswered, .retry(after: .milliseconds(250))),
            (.broken(18), .retry(after: .milliseconds(250))), (.deadline, .retry(after: .milliseconds(250))),
            (.other(2), .retry(after: .milliseconds(250))),
        ])
    func errorHasItsDisposition(kind: TransportError.Kind, expected: FailureDisposition) {
        let error = TransportError(kind, host: "a.example", wasSent: true)
        #expect(FailureDisposition(error, attempt: 1, random: Self.half) == expected)
        #expect(!error.description.isEmpty)
    }

    @Test func `a broken connection is given up after the last attempt`() {
        let error = TransportError(.unreachable, host: "a.example")
        #expect(FailureDisposition(error, attempt: 5) == .giveUp(.exhausted))
    }
}
