import Foundation
import Testing

@testable import PurgeJobs

/// Souin as its source has it (`pkg/api/souin.go`): none can run here, for want of Go, so a strict stand-in answers.
@Suite struct SouinTests {
    private static let node = NodeAddress(host: "127.0.0.1", port: 8080)

    /// The part of Souin's API that invalidates by URI, with keys as Souin makes them: method, scheme, host, path with query.
    private struct StandIn {
        var keys: Set<String>
        let path: String

        private struct Invalidation: Decodable {
            let type: String
            let selectors: [String]
            let purge: Bool
        }

        /// The status; stricter than Souin, which takes what it does not know for nothing to do, and says 200.
        mutating func answer(_ request: HTTPRequest) throws -> Int {
            guard Array(request.target.bytes) == Array(path.utf8) else { return 404 }
            guard request.method == .post, let content = request.content,
                request.fields.lines.contains(Array("Content-Type: application/json".utf8) + [0])
            else { return 405 }

            let members = try JSONSerialization.jsonObject(with: Data(content)) as? [String: Any]
            guard members?.keys.sorted() == ["purge", "selectors", "type"] else { return 400 }

            let invalidation = try JSONDecoder().decode(Invalidation.self, from: Data(content))
            guard invalidation.type == "uri-prefix", invalidation.purge else { return 400 }

            for selector in invalidation.selectors where !selector.contains("//") {
                let cut = selector.firstIndex(of: "/") ?? selector.endIndex
                guard let path = String(selector[cut...]).removingPercentEncoding else { continue }

                let key = selector[..<cut] + "-" + path
                keys = keys.filter { known in
                    !["-", "?", "/"].contains { known.contains(key + $0) } && !known.hasSuffix(key)
                }
            }
            return 200
        }
    }

    private static let keys: Set = [
        "GET-http-clips.test-/v/a.mp4", "GET-http-clips.test-/v/a.mp4?t=1", "HEAD-http-clips.test-/v/a.mp4",
        "GET-https-clips.test-/v/a.mp4", "GET-http-clips.test-/v/b.mp4", "GET-http-clips.test-/v/a.mp40",
        "GET-http-clips.test:8080-/v/a.mp4", "GET-http-clips.test-/v/c d.mp4",
        "GET-http-clips.test-/v/\"q\".mp4",
    ]

    /// What is left after a purge of the link, and what the adapter made of the answer.
    private func purge(
        _ text: String,
        path: String = SouinAdapter.standardPath
    ) throws -> (PurgeAnswer, Set<String>) {
        var cache = StandIn(keys: Self.keys, path: SouinAdapter.standardPath)
        let adapter = SouinAdapter(path: path)
        let link = try #require(LinkURL(text))
        let request = try adapter.purgeRequest(for: [link], at: Self.node, credential: nil)
        #expect(request.via == Self.node && !request.isRepeatable)
        let response = HTTPResponse(
            status: try cache.answer(request),
            version: .http1,
            header: HeaderBlock(bytes: Array("HTTP/1.1 200 OK\r\n\r\n".utf8)),
            body: [],
            bodyCount: 0,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
        return (adapter.answer(to: response), Self.keys.subtracting(cache.keys))
    }

    @Test func `a link goes with every query and method, and no other does`() throws {
        let (answer, gone) = try purge("http://clips.test/v/a.mp4?t=2")
        #expect(answer == .purged)
        #expect(
            gone == [
                "GET-http-clips.test-/v/a.mp4", "GET-http-clips.test-/v/a.mp4?t=1",
                "HEAD-http-clips.test-/v/a.mp4",
                "GET-https-clips.test-/v/a.mp4",
            ]
        )
    }

    @Test(arguments: [
        ("http://clips.test:8080/v/a.mp4", "GET-http-clips.test:8080-/v/a.mp4"),
        ("http://clips.test/v/c%20d.mp4", "GET-http-clips.test-/v/c d.mp4"),
        ("http://clips.test/v/\"q\".mp4", "GET-http-clips.test-/v/\"q\".mp4"),
    ])
    func portsEscapesAndQuotesNameTheLink(link: String, key: String) throws {
        #expect(try purge(link) == (.purged, [key]))
    }

    @Test func `nothing in the cache is a purge like any other, which proves nothing`() throws {
        #expect(try purge("http://clips.test/v/never.mp4") == (.purged, []))
    }

    @Test func `where the API is not, nothing is purged`() throws {
        #expect(try purge("http://clips.test/v/a.mp4", path: "/elsewhere") == (.refused, []))
        for status in [201, 202, 204, 404] {
            let response = HTTPResponse(
                status: status,
                version: .http1,
                header: HeaderBlock(bytes: Array("HTTP/1.1 \(status) -\r\n\r\n".utf8)),
                body: [],
                bodyCount: 0,
                isTruncated: false,
                peer: nil,
                duration: .zero
            )
            #expect(SouinAdapter().answer(to: response) == .refused)
        }
    }

    @Test(arguments: [
        "http://clips.test/", "http://clips.test/?a=b", "http://clips.test/v//a.mp4",
        "http://clips.test/v/%zz",
        "http://clips.test/v/*",
    ])
    func whatItWouldPassOverOrTakeForMoreIsRefused(text: String) throws {
        let link = try #require(LinkURL(text))
        #expect(throws: HTTPSyntaxError.self) {
            try SouinAdapter().purgeRequest(for: [link], at: Self.node, credential: nil)
        }
    }

    @Test func `at its admin address Caddy can be described as another cache`() throws {
        let purge = """
            purge:
                  method: PURGE
                  url: "http://localhost:2019/souin-api/souin/GET-https-{host}-{path}{query}"
                  at: {edge-1: "127.0.0.1:2019", edge-2: "127.0.0.2:2019"}
                  done: [204]
            """
        let text = JobFileFixture.site.replacing("kind: nginx", with: "kind: http\n    \(purge)")
        let cache = try #require(try JobFileFixture.readSite(text).caches.first)
        let adapter = try #require(cache.kind.makeAdapter() as? any LinkPurging)
        let link = try #require(LinkURL("https://clips.test/v/a.mp4?t=1"))
        let request = try adapter.purgeRequest(for: [link], at: Self.node, credential: nil)
        let target = "/souin-api/souin/GET-https-clips.test-/v/a.mp4?t=1"
        #expect(Array(request.target.bytes) == Array(target.utf8))
    }

    @Test func `a site file says where the API is`() throws {
        let text = JobFileFixture.site.replacing(
            "kind: nginx",
            with: "kind: souin\n    api: /cache-api/souin"
        )
        let cache = try #require(try JobFileFixture.readSite(text).caches.first)
        #expect(cache.kind == .souin(SouinAdapter(path: "/cache-api/souin")))
        for (old, new, saying) in [
            ("api: /cache-api/souin", "api: cache", "is no path of an API"),
            ("api: /cache-api/souin", "api: /a//b", "is no path of an API"),
            ("api: /cache-api/souin", "method: purge", "only varnish has methods"),
            ("kind: souin", "kind: nginx", "only souin has an API"),
        ] {
            let complaints = JobFileFixture.complaints { () throws(JobFileError) in
                _ = try JobFileFixture.readSite(text.replacing(old, with: new))
            }
            #expect(
                complaints.count == 1 && complaints.first?.problem.contains(saying) == true,
                "\(complaints)"
            )
        }
    }
}
