import Foundation
import Testing

@testable import PurgeJobs

/// What every kind of cache must hold to.
@Suite struct CDNConformanceTests {
    private static let node = NodeAddress(host: "127.0.0.1", port: 8080)

    private func adapter(_ kind: CDNKind) throws -> any LinkPurging {
        try #require(kind.makeAdapter() as? any LinkPurging)
    }

    private func response(_ status: Int, _ field: String = "") -> HTTPResponse {
        let header = HeaderBlock(bytes: Array("HTTP/1.1 \(status) -\r\n\(field)\r\n\r\n".utf8))
        return response(status, header: header)
    }

    private func response(_ status: Int, header: HeaderBlock) -> HTTPResponse {
        HTTPResponse(
            status: status,
            version: .http1,
            header: header,
            body: [],
            bodyCount: 0,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
    }

    @Test(arguments: CDNKind.allCases)
    func namesEveryLinkByteForByte(kind: CDNKind) throws {
        let adapter = try adapter(kind)
        let urls = ["http://a.test/v/%7Eb?x=1&y=%2f", "https://a.test:8443/A//b/../c"]
        for text in kind == .souin(SouinAdapter()) ? Array(urls.prefix(1)) : urls {
            let url = try #require(LinkURL(text))
            let request = try adapter.purgeRequest(for: [url], at: Self.node, credential: nil)
            let path = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)[2]
                .drop { $0 != "/" }
            if case .souin = kind {
                // It names the link in its content, without the query: it takes all of them.
                let named = path.prefix { $0 != "?" }
                #expect(request.content?.firstRange(of: named.utf8) != nil)
            } else {
                #expect(Array(request.target.bytes) == Array(path.utf8))
            }
            #expect(request.via == Self.node)
            #expect(!request.isRepeatable, "the transport never repeats an effect unasked")
        }
    }

    @Test(arguments: CDNKind.allCases)
    func refusesMoreLinksThanARequestHolds(kind: CDNKind) throws {
        let adapter = try adapter(kind)
        let url = try #require(LinkURL("http://a.test/x"))
        let tooMany = Array(repeating: url, count: adapter.linksPerRequest + 1)
        #expect(throws: HTTPSyntaxError.self) {
            _ = try adapter.purgeRequest(for: tooMany, at: Self.node, credential: nil)
        }
        #expect(throws: HTTPSyntaxError.self) {
            _ = try adapter.purgeRequest(for: [], at: Self.node, credential: nil)
        }
    }

    @Test(
        arguments: CDNKind.allCases,
        [100, 301, 302, 304, 400, 401, 403, 405, 409, 421, 429, 500, 501, 502, 503, 504, 599]
    )
    func aRefusalIsNeverTakenForAPurge(kind: CDNKind, status: Int) throws {
        #expect(try adapter(kind).answer(to: response(status)) == .refused)
    }

    @Test(arguments: CDNKind.allCases)
    func aCredentialTravelsAsOne(kind: CDNKind) throws {
        let url = try #require(LinkURL("http://a.test/x"))
        let credential = (header: "X-Purge-Token", secret: Secret("nightingale"))
        let request = try adapter(kind).purgeRequest(for: [url], at: Self.node, credential: credential)
        #expect(request.fields.credential != nil)
        #expect(!"\(request)".contains("nightingale"))
    }

    @Test(arguments: [
        (200, PurgeAnswer.purged), (204, .purged), (404, .notCached), (412, .notCached),
        (202, .accepted(id: nil)),
    ])
    func nginxSays(status: Int, answer: PurgeAnswer) throws {
        #expect(NginxAdapter().answer(to: response(status)) == answer)
    }

    @Test(arguments: [(200, PurgeAnswer.purged), (204, .purged), (404, .notCached), (412, .refused)])
    func varnishSays(status: Int, answer: PurgeAnswer) throws {
        #expect(VarnishAdapter(method: .purge).answer(to: response(status)) == answer)
        #expect(VarnishAdapter(method: .ban).answer(to: response(404)) == .refused)
    }

    @Test(arguments: [(200, PurgeAnswer.purged), (204, .refused), (404, .notCached), (412, .refused)])
    func trafficServerAndSquidSay(status: Int, answer: PurgeAnswer) throws {
        #expect(TrafficServerAdapter().answer(to: response(status)) == answer)
        #expect(SquidAdapter().answer(to: response(status)) == answer)
    }

    @Test func `a link that Traffic Server does not map is not one that it does not hold`() {
        let unmapped = HeaderBlock(bytes: Array("HTTP/1.1 404 Not Found on Accelerator\r\nA: b\r\n\r\n".utf8))
        let held = HeaderBlock(
            bytes: Array("HTTP/1.1 404 Not Found\r\nA: Not Found on Accelerator\r\n\r\n".utf8)
        )
        #expect(TrafficServerAdapter().answer(to: response(404, header: unmapped)) == .refused)
        #expect(TrafficServerAdapter().answer(to: response(404, header: held)) == .notCached)
    }

    @Test func `a variant's purge has its headers, and is else the link's`() throws {
        let variant = ProbeVariant(name: "player", fields: [.init(name: "Origin", value: "https://a.test")])
        let url = try #require(LinkURL("https://a.test:8443/A//b?x=%2f"))
        let request = try SquidAdapter().purgeRequest(for: url, as: variant, at: Self.node, credential: nil)
        #expect(request.method == .purge && Array(request.target.bytes) == Array("/A//b?x=%2f".utf8))
        #expect(request.fields.lines == [Array("Origin: https://a.test".utf8) + [0]])
    }

    // MARK: Tags

    private static let taggers = CDNKind.allCases.filter { $0.abilities.contains(.purgeTags) }

    private func tagger(_ kind: CDNKind) throws -> any TagPurging {
        try #require(kind.makeAdapter() as? any TagPurging)
    }

    private func tagRequest(_ kind: CDNKind, _ count: Int) throws -> HTTPRequest {
        let tags = (0..<count).compactMap { CacheTag("clip-\($0)") }
        let origin = try HTTPOrigin(.https, "a.test", port: 8443)
        return try tagger(kind).purgeRequest(for: tags, of: origin, at: Self.node, credential: nil)
    }

    @Test(arguments: taggers)
    func aTagRequestNamesItsTagsAndGoesToItsHostByTheNode(kind: CDNKind) throws {
        let request = try tagRequest(kind, 2)
        #expect(request.origin.authority == "a.test:8443")
        #expect(request.via == Self.node)
        #expect(!request.isRepeatable)
        let lines = request.fields.lines.map { String(decoding: $0.dropLast(), as: UTF8.self) }
        #expect(lines.contains { $0.hasSuffix("clip-0 clip-1") })
        #expect(!lines.contains { $0.lowercased().contains("soft") }, "a soft purge goes on serving")
    }

    @Test(arguments: taggers)
    func noTagsNeverMeanAllTags(kind: CDNKind) throws {
        #expect(throws: HTTPSyntaxError.self) { try tagRequest(kind, 0) }
        #expect(throws: HTTPSyntaxError.self) { try tagRequest(kind, tagger(kind).tagsPerRequest + 1) }
    }

    @Test(arguments: taggers)
    func whatACacheWithoutTagsSaysIsNoPurgeOfTags(kind: CDNKind) throws {
        let adapter = try tagger(kind)
        for status in [200, 204, 404, 405, 501] {
            #expect(adapter.tagAnswer(to: response(status)) == .refused)
        }
        #expect(adapter.tagAnswer(to: response(200, "xkey-purged: -1")) == .refused)
        #expect(adapter.tagAnswer(to: response(403, "xkey-purged: 3")) == .refused)
        #expect(adapter.tagAnswer(to: response(200, "xkey-purged: 0")) == .notCached)
        #expect(adapter.tagAnswer(to: response(200, "xkey-purged: 3")) == .purged)
    }

    @Test(arguments: [
        "", "*", "a*", "a b", "a,b", "a;b", "\"a\"", "a\\", "a\n", "ä", String(repeating: "a", count: 129),
    ])
    func whatCouldBeMoreThanOneTagIsNone(text: String) {
        #expect(CacheTag(text) == nil)
    }

    @Test func `a purge asks for no soft one, in the configuration that Purge ships either`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../scripts/demo-platform/edge.vcl").standardizedFileURL.path
        let configuration = try String(contentsOfFile: path, encoding: .utf8)
        #expect(configuration.contains("xkey.purge("))
        #expect(!configuration.contains("softpurge") && !configuration.contains("purge.soft"))
    }
}
