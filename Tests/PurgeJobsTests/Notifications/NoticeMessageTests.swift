import Foundation
import Testing

@testable import PurgeJobs

@Suite struct NoticeMessageTests {
    private static let time = Timestamp(microseconds: 1_790_000_000_000_000)

    private static func message(_ sentence: String = "Run x of job j is closed.") -> NoticeMessage {
        let notice = Notice(
            number: 1,
            id: "msg_00112233445566778899aabbccddeeff",
            kind: .closedDark,
            at: time,
            run: RunID(stored: 42),
            job: "nightly",
            sentence: sentence
        )
        return NoticeMessage(notice: notice, site: "demo")
    }

    private static func channel(_ way: NoticeChannel.Way) -> NoticeChannel {
        NoticeChannel(name: "c", way: way, address: nil, kinds: Set(NoticeKind.allCases), least: .info)
    }

    @Test func `a webhook gets the same bytes at every try, signed for the time of the try`() throws {
        let message = Self.message()
        let channel = Self.channel(.webhook(try HTTPURL("https://hooks.test/x")))
        func request(_ time: Timestamp) throws -> HTTPRequest {
            try #require(try message.request(to: channel, secret: Secret("k"), at: time))
        }
        let (first, second) = (try request(Self.time), try request(Self.time.advanced(by: .seconds(60))))
        #expect(first.content == second.content && first.fields.lines != second.fields.lines)
        #expect(first.method == .post && first.isRepeatable == false)
        let lines = first.fields.lines.map { String(decoding: $0.dropLast(), as: UTF8.self) }
        #expect(lines.contains("webhook-id: msg_00112233445566778899aabbccddeeff"))
        #expect(lines.contains("webhook-timestamp: 1790000000"))
        let body = String(decoding: try #require(first.content), as: UTF8.self)
        #expect(
            body == """
                {"data":{"job":"nightly","run":"000000000001a","severity":"info","site":"demo",\
                "text":"Run x of job j is closed."},"id":"msg_00112233445566778899aabbccddeeff",\
                "timestamp":"2026-09-21T14:13:20Z","type":"purge.closedDark"}
                """
        )
    }

    @Test func `a chat's secret URL leads nowhere but where the site file says`() throws {
        let channel = Self.channel(.slack(try HTTPURL("https://hooks.slack.test/").origin))
        let url = "https://hooks.slack.test/services/T0/B0/secret"
        let request = try Self.message("<b> & more").request(to: channel, secret: Secret(url), at: Self.time)
        #expect(request.map { String(decoding: $0.target.bytes, as: UTF8.self) } == "/services/T0/B0/secret")
        #expect(
            String(decoding: request?.content ?? [], as: UTF8.self)
                == #"{"text":"purge info: closedDark, site demo\n&lt;b&gt; &amp; more"}"#
        )
        for other in [
            "https://evil.test/services", "http://hooks.slack.test/x", "https://hooks.slack.test:444/x", "x",
        ] {
            let error = #expect(throws: NoticeFlaw.self) {
                try Self.message().request(to: channel, secret: Secret(other), at: Self.time)
            }
            #expect(error?.description.contains(other) == false)
        }
        #expect(throws: NoticeFlaw.self) {
            try Self.message().request(to: channel, secret: nil, at: Self.time)
        }
    }

    @Test func `a mail has a header that no text of it can add to`() {
        let mail = String(
            decoding: Self.message("one\nBcc: evil@evil.test\u{1b}[2J").mail(
                from: "purge@example.net",
                to: ["a@example.net", "b@example.net"]
            ),
            as: UTF8.self
        )
        let parts = mail.components(separatedBy: "\n\n")
        #expect(parts.count == 3)
        let header = parts[0].components(separatedBy: "\n")
        #expect(header.contains("To: a@example.net, b@example.net"))
        #expect(header.contains("Date: Mon, 21 Sep 2026 14:13:20 +0000"))
        #expect(header.contains("Message-ID: <msg_00112233445566778899aabbccddeeff@example.net>"))
        #expect(!header.contains { $0.hasPrefix("Bcc") } && !mail.contains("\u{1b}"))
    }
}
