import Crypto
import Testing

@testable import PurgeJobs

/// What a family's rules make of answers, range after range.
@Suite struct LinkReadingTests {
    private let clip: ClipID

    init() throws { clip = try #require(ClipID("A b")) }

    private func answer(_ status: Int, _ fields: String..., body: String = "") -> HTTPResponse {
        let header = "HTTP/1.1 \(status) x\r\n" + fields.map { "\($0)\r\n" }.joined() + "\r\n"
        return HTTPResponse(
            status: status,
            version: .http1,
            header: HeaderBlock(bytes: Array(header.utf8)),
            body: Array(body.utf8),
            bodyCount: body.utf8.count,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
    }

    private func verdicts(
        _ rules: DarkRules,
        size: Int64? = nil,
        _ answers: HTTPResponse...
    ) -> [LinkVerdict] {
        var reading = LinkReading(rules, clip: clip, size: size)
        return answers.map { reading.verdict(of: $0) }
    }

    @Test func `without a rule a redirect is unknown and a success lit, whatever they look like`() {
        let found = verdicts(
            .none,
            answer(302, "Location: https://clips.test/unavailable"),
            answer(200, "ETag: \"gone\"", "Content-Length: 5", "Content-Type: text/html", body: "gone!"),
            answer(416, "Content-Range: bytes */5")
        )
        #expect(found == [.unknown(.redirected), .lit(.served), .lit(.rangeRefused)])
    }

    @Test func `only a redirect to exactly the declared Location is dark`() throws {
        let absolute = try Template("https://clips.test/gone?clip={id}")
        let rules = DarkRules(redirects: [absolute, try Template("/gone")])
        let found = verdicts(
            rules,
            answer(301, "Location: https://clips.test/gone?clip=A%20b"),
            answer(307, "location:  /gone "),
            answer(302, "Location: https://clips.test/gone?clip=Ab"),
            answer(302, "Location: https://clips.test/gone?clip=A%20b&x"),
            answer(302, "Location: https://CLIPS.test/gone?clip=A%20b"),
            answer(302, "Location: /gone", "Location: /v/lit"),
            answer(302),
            answer(200, "Location: /gone")
        )
        #expect(found.prefix(2) == [.dark(.gone), .dark(.gone)])
        #expect(found.dropFirst(2).prefix(5).allSatisfy { $0 == .unknown(.redirected) })
        #expect(found.last == .lit(.served))
    }

    @Test func `a control has no clip and fits no redirect`() throws {
        var reading = LinkReading(DarkRules(redirects: [try Template("/gone")]), clip: nil, size: nil)
        #expect(reading.verdict(of: answer(302, "Location: /gone")) == .unknown(.redirected))
    }

    @Test func `a placeholder is known by exactly its ETag`() {
        let rules = DarkRules(placeholders: [.tag(Array("\"gone\"".utf8))])
        let tags = ["\"gone\"", "W/\"gone\"", "\"Gone\"", "\"gone", "\"gone2\""]
        for status in [200, 206] {
            let found = tags.map { verdicts(rules, answer(status, "ETag: \($0)"))[0].visibility }
            #expect(found == [.dark, .lit, .lit, .lit, .lit])
        }
        #expect(verdicts(rules, answer(200)) == [.lit(.served)])
        #expect(verdicts(rules, answer(304, "ETag: \"gone\"")) == [.lit(.served)])
    }

    @Test func `by its length and type, unless the clip itself was as long`() {
        let rules = DarkRules(placeholders: [.size(length: 5000, type: Array("video/mp4".utf8))])
        let type = "Content-Type: video/mp4"
        #expect(verdicts(rules, answer(200, "Content-Length: 5000", type)) == [.dark(.gone)])
        #expect(verdicts(rules, answer(206, "Content-Range: bytes 0-1023/5000", type)) == [.dark(.gone)])
        for other in [
            answer(200, "Content-Length: 5001", type), answer(200, "Content-Length: 5000"),
            answer(200, "Content-Length: 5000", "Content-Type: video/mp4; x"), answer(200, type),
            answer(206, "Content-Length: 5000", type),
            answer(206, "Content-Range: bytes 0-1023/*", type),
        ] { #expect(verdicts(rules, other) == [.lit(.served)]) }
        #expect(verdicts(rules, size: 5000, answer(200, "Content-Length: 5000", type)) == [.lit(.served)])
    }

    @Test func `by the digest of its start, and of nothing else`() throws {
        let start = String(repeating: "g", count: 1024)
        let digest = try #require(Digest(Array(SHA256.hash(data: Array(start.utf8)))))
        let rules = DarkRules(placeholders: [.digest(digest)])
        let range = "Content-Range: bytes 0-1023/9000"
        #expect(verdicts(rules, answer(200, body: start)) == [.dark(.gone)])
        #expect(verdicts(rules, answer(206, range, body: start)) == [.dark(.gone)])
        #expect(verdicts(rules, answer(206, body: start)) == [.lit(.served)])
        #expect(
            verdicts(rules, answer(206, "Content-Range: bytes 9-1032/9000", body: start)) == [.lit(.served)]
        )
        #expect(verdicts(rules, answer(200, body: "")) == [.lit(.served)])
        #expect(LinkReading(rules, clip: clip, size: nil).body == .head(of: 1024, limit: 16_384))
        #expect(LinkReading(.none, clip: clip, size: nil).body == .drain)
    }

    @Test func `what the start showed is known again beyond its end, and nothing else is`() {
        let rules = DarkRules(placeholders: [.tag(Array("\"gone\"".utf8))])
        let start = answer(206, "ETag: \"gone\"", "Content-Range: bytes 0-1023/5000")
        let beyond = answer(416, "Content-Range: bytes */5000")
        #expect(verdicts(rules, start, beyond) == [.dark(.gone), .dark(.gone)])
        #expect(verdicts(rules, beyond) == [.lit(.rangeRefused)], "not without its start")
        #expect(verdicts(rules, start, answer(416))[1] == .lit(.rangeRefused))
        #expect(verdicts(rules, start, answer(416, "Content-Range: bytes */9000"))[1] == .lit(.rangeRefused))
        let slice = answer(206, "ETag: \"clip\"", "Content-Range: bytes 2000-3023/5000")
        #expect(verdicts(rules, start, slice)[1] == .lit(.served), "a slice of the clip that survived")
    }

    @Test func `what the site does not know of stays as it is`() {
        let rules = DarkRules(statuses: [403], placeholders: [.tag([34, 34])])
        #expect(
            verdicts(rules, answer(403), answer(404), answer(500), answer(429))
                == [.dark(.gone), .dark(.gone), .unknown(.serverError), .unknown(.throttled)]
        )
    }
}
