import Testing

@testable import PurgeJobs

@Suite struct ProbeVerdictTests {
    @Test(arguments: [
        (200, LinkVerdict.lit(.served)), (206, .lit(.served)), (304, .lit(.served)),
        (416, .lit(.rangeRefused)),
        (404, .dark(.gone)), (410, .dark(.gone)), (451, .dark(.gone)),
        (301, .unknown(.redirected)), (302, .unknown(.redirected)), (429, .unknown(.throttled)),
        (500, .unknown(.serverError)), (503, .unknown(.serverError)), (401, .unknown(.refused)),
        (403, .unknown(.refused)), (400, .unknown(.unexpectedStatus)), (418, .unknown(.unexpectedStatus)),
    ])
    func reads(status: Int, verdict: LinkVerdict) {
        #expect(ProbeVerdict.of(status: status, darkStatuses: []) == verdict)
    }

    @Test func `a status that the site declares dark is dark, and no success or failure can be declared`() {
        #expect(ProbeVerdict.of(status: 403, darkStatuses: [403]) == .dark(.gone))
        for status in [200, 206, 304, 416, 302, 429, 500] {
            #expect(ProbeVerdict.of(status: status, darkStatuses: [status]).visibility != .dark)
        }
    }

    @Test(arguments: [
        TransportError.Kind.unreachable, .unresolved, .untrusted, .handshake, .deadline, .unanswered,
        .broken(56),
        .headerTooLarge, .cancelled, .paused(.seconds(1)), .unlisted, .other(2),
    ])
    func aFailureIsNeverDark(kind: TransportError.Kind) {
        #expect(ProbeVerdict.of(TransportError(kind, host: "h", wasSent: true)).visibility == .unknown)
        #expect(
            ProbeVerdict.of(TransportError(kind, host: "h", wasSent: true, status: 404)).visibility
                == .unknown
        )
    }

    @Test func `a success that breaks off is lit`() {
        let error = TransportError(.broken(18), host: "h", wasSent: true, status: 200)
        #expect(ProbeVerdict.of(error) == .lit(.cutShort))
    }

    @Test func `one lit range makes a link lit, one unknown keeps it from being dark`() {
        #expect(ProbeVerdict.joined([.dark(.gone), .lit(.served)]) == .lit(.served))
        #expect(ProbeVerdict.joined([.dark(.gone), .unknown(.timedOut)]) == .unknown(.timedOut))
        #expect(ProbeVerdict.joined([.unknown(.timedOut), .lit(.served)]) == .lit(.served))
        #expect(ProbeVerdict.joined([.dark(.gone), .dark(.gone)]) == .dark(.gone))
        #expect(ProbeVerdict.joined([]).visibility == .unknown)
    }
}
