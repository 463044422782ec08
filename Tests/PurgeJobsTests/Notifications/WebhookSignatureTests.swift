import Testing

@testable import PurgeJobs

@Suite struct WebhookSignatureTests {
    @Test func `it is the one that the convention's own example has`() throws {
        // From the reference libraries' tests: https://github.com/standard-webhooks/standard-webhooks
        let signature = try WebhookSignature.of(
            Array(#"{"test": 2432232314}"#.utf8),
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: 1_614_265_330,
            key: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `id, time, body and key each change it`() throws {
        func signature(_ body: String, _ id: String, _ time: Int64, _ key: String) throws -> String {
            try WebhookSignature.of(Array(body.utf8), id: id, at: time, key: Secret(key))
        }
        let all = try [
            signature("a", "b", 1, "c"), signature("x", "b", 1, "c"), signature("a", "x", 1, "c"),
            signature("a", "b", 2, "c"), signature("a", "b", 1, "x"),
        ]
        #expect(Set(all).count == 5)
        #expect(throws: NoticeFlaw.self) { try signature("a", "b", 1, "whsec_not base64") }
    }
}
