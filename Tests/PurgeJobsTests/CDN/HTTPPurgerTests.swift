import Foundation
import Testing

@testable import PurgeJobs

/// What a described cache is asked, byte for byte, and how its answers are read.
@Suite struct HTTPPurgerTests {
    private static let node = NodeAddress(host: "127.0.0.1", port: 8080)
    private static let statuses = EndpointStatuses(done: [200], already: [404], pending: [202])

    private static func purger(
        _ url: String,
        _ method: HTTPMethod = .post,
        headers: [(String, String)] = [],
        body: String? = nil,
        type: String = "application/json",
        words: String? = nil
    ) throws -> HTTPPurger {
        let fields = try headers.map { HTTPPurger.Field(name: $0.0, value: try Template($0.1)) }
        let body = try body.map { try EndpointBody($0, contentType: type, holes: LinkHoles.names) }
        return try HTTPPurger(method, PurgeURL(url), fields, body, statuses: statuses, words: words)
    }

    private static func request(_ purger: HTTPPurger, _ link: String) throws -> HTTPRequest {
        try purger.purgeRequest(for: [try #require(LinkURL(link))], at: node, credential: nil)
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func response(_ status: Int, _ body: String = "") -> HTTPResponse {
        HTTPResponse(
            status: status,
            version: .http1,
            header: HeaderBlock(bytes: Array("HTTP/1.1 \(status) -\r\n\r\n".utf8)),
            body: Array(body.utf8),
            bodyCount: body.utf8.count,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
    }

    // MARK: Links in their places

    static let link = "https://a.test:8443/v//%7Eb.mp4?x=1&y=%2f"

    @Test(arguments: [
        ("{url}", "https://a.test:8443/v//%7Eb.mp4?x=1&y=%2f"),
        ("/purge{path}{query}", "https://a.test:8443/purge/v//%7Eb.mp4?x=1&y=%2f"),
        ("/purge/{host}{path}{query}", "https://a.test:8443/purge/a.test:8443/v//%7Eb.mp4?x=1&y=%2f"),
        (
            "/p/{url}",
            "https://a.test:8443/p/https%3A%2F%2Fa.test%3A8443%2Fv%2F%2F%257Eb.mp4%3Fx%3D1%26y%3D%252f"
        ),
        (
            "https://api.test/purge?u={url}&z=1",
            "https://api.test/purge?u=https%3A%2F%2Fa.test%3A8443%2Fv%2F%2F%257Eb.mp4%3Fx%3D1%26y%3D%252f&z=1"
        ),
        (
            "https://api.test/purge?p={path}&q={query}",
            "https://api.test/purge?p=%2Fv%2F%2F%257Eb.mp4&q=%3Fx%3D1%26y%3D%252f"
        ),
    ])
    func aLinkIsEncodedOnceForWhereItStands(url: String, whole: String) throws {
        let request = try Self.request(try Self.purger(url), Self.link)
        #expect("\(request.origin)\(Self.text(request.target.bytes))" == whole)
        #expect(request.via == Self.node && request.method == .post)
    }

    @Test func `a reader of the JSON and of the form finds the link, whatever it holds`() throws {
        let link = #"http://a.test/v/a"\%22,"all":true?b=c&d="#
        let json = try Self.request(
            try Self.purger("https://api.test/purge", body: #"{"files": ["{url}"], "more": {}}"#),
            link
        )
        let object = try JSONSerialization.jsonObject(with: Data(json.content ?? [])) as? [String: Any]
        #expect(object?["files"] as? [String] == [link] && object?.count == 2)
        #expect(json.fields.names == ["content-type"])
        let form = try Self.request(
            try Self.purger(
                "https://api.test/purge",
                body: "u={url}&all=0",
                type: "application/x-www-form-urlencoded"
            ),
            link
        )
        let pairs = Self.text(form.content ?? []).split(separator: "&").map { $0.split(separator: "=")[1] }
        #expect(pairs.count == 2 && PercentEncoding.decoded(pairs[0].utf8) == Array(link.utf8))
    }

    @Test func `headers name the link as it was published`() throws {
        let purger = try Self.purger("/", .ban, headers: [("X-Host", "{host}"), ("X-Url", "{path}{query}")])
        let lines = try Self.request(purger, Self.link).fields.lines.map { Self.text($0.dropLast()) }
        #expect(lines == ["X-Host: a.test:8443", "X-Url: /v//%7Eb.mp4?x=1&y=%2f"])
        let bare = try Self.request(try Self.purger("/purge{path}{query}"), "http://a.test")
        #expect(Self.text(bare.target.bytes) == "/purge/")
    }

    @Test(arguments: [
        "http://a.test/v/*", "http://a.test/v/../x", "http://a.test/v/%2e%2E/x", "http://a.test/v%2f..%2fx",
        "http://a.test/v\\..\\x", "http://a.test/v/%zz",
    ])
    func whatCouldBeReadAsMoreIsNotSent(link: String) throws {
        let purger = try Self.purger("/purge{path}{query}")
        #expect(throws: HTTPSyntaxError.self) { try Self.request(purger, link) }
    }

    @Test func `a GET that purges is never repeated by the transport`() throws {
        #expect(
            try Self.request(try Self.purger("/purge{path}{query}", .get), Self.link).isRepeatable == false
        )
    }

    // MARK: Descriptions

    @Test(arguments: [
        ("https://{host}/purge", EndpointFlaw.holeInHost), ("/purge{id}", .unknownHole("id")),
        ("/purge{path", .template(.unclosedHole)), ("purge{path}", .url(.scheme)), ("/a/../b?u={url}", .path),
        ("/purge/{path}{query}", .path), ("/purge{path}?{query}&x", nil), ("/{query}{path}", .queryInPath),
        ("/purge{path}{query}x", .queryInPath), ("/purge%{path}", .brokenEncoding), ("/a b", .invisible),
        ("ftp://a.test/{url}", .url(.scheme)), ("https://a.test/x#{url}", .url(.fragment)),
    ])
    func anAddressIsRefused(url: String, flaw: EndpointFlaw?) {
        if let flaw {
            #expect(throws: flaw) { try PurgeURL(url) }
        } else {
            #expect(throws: Never.self) { try PurgeURL(url) }
        }
    }

    @Test(arguments: ["/purge", "/purge{path}", "https://api.test/purge?q={query}&h={host}"])
    func aRequestThatDoesNotNameTheLinkIsNone(url: String) {
        #expect(throws: EndpointFlaw.namesNoLink) { try Self.purger(url) }
        #expect(throws: EndpointFlaw.namesNoLink) { try Self.purger(url, body: "{}") }
        #expect(throws: Never.self) { try Self.purger(url, body: #"["{url}"]"#) }
    }

    // MARK: Answers

    @Test func `an answer is what its status is listed under, and else a refusal`() throws {
        let purger = try Self.purger("{url}")
        for status in 100...599 {
            let expected: PurgeAnswer =
                switch status {
                case 200: .purged
                case 404: .notCached
                case 202: .accepted(id: nil)
                default: .refused
                }
            #expect(purger.answer(to: Self.response(status, "x")) == expected)
        }
    }

    @Test func `a success without its words is a refusal`() throws {
        let purger = try Self.purger("{url}", words: #""success":true"#)
        #expect(purger.answer(to: Self.response(200, #"{"id":1,"success":true}"#)) == .purged)
        #expect(purger.answer(to: Self.response(202, #"{"success":true}"#)) == .accepted(id: nil))
        for body in ["", #"{"success":false}"#, #"{"Success":true}"#] {
            #expect(purger.answer(to: Self.response(200, body)) == .refused)
            #expect(purger.answer(to: Self.response(202, body)) == .refused)
            #expect(purger.answer(to: Self.response(404, body)) == .notCached)
        }
    }

    @Test func `a server gets what is described, and its words are read off the wire`() async throws {
        let loopback = try LoopbackClient()
        let port = loopback.server.plain
        let purger = try Self.purger(
            "http://edge.test:\(port)/purge?u={url}",
            body: #"["{path}"]"#,
            words: #"["/v/\"x\""]"#
        )
        let request = try purger.purgeRequest(
            for: [try #require(LinkURL(#"https://clips.test/v/"x"?y"#))],
            at: NodeAddress(host: "127.0.0.1", port: port),
            credential: (header: "Authorization", secret: Secret("nightingale"))
        )
        #expect(!"\(request)".contains("nightingale"))
        let response = try await loopback.send(request)
        #expect(purger.answer(to: response) == .purged, "the server answers with what it was sent")
        let lines = response.bodyText.components(separatedBy: "\r\n")
        #expect(lines.first == "POST /purge?u=https%3A%2F%2Fclips.test%2Fv%2F%22x%22%3Fy HTTP/1.1")
        #expect(lines.contains("Host: edge.test:\(port)") && lines.contains("Authorization: nightingale"))
    }
}
