import Testing

@testable import PurgeJobs

/// What every kind of cache must hold to.
@Suite struct CDNConformanceTests {
    private static let node = NodeAddress(host: "127.0.0.1", port: 8080)

    private func adapter(_ kind: CDNKind) throws -> any LinkPurging {
        try #require(kind.makeAdapter() as? any LinkPurging)
    }

    private func response(_ status: Int) -> HTTPResponse {
        HTTPResponse(
            status: status,
            version: .http1,
            header: HeaderBlock(bytes: []),
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
        for text in urls {
            let url = try #require(LinkURL(text))
            let request = try adapter.purgeRequest(for: [url], at: Self.node, credential: nil)
            let path = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)[2]
                .drop { $0 != "/" }
            #expect(Array(request.target.bytes) == Array(path.utf8))
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
        let credential = (header: "X-Purge-Token", secret: Secret("canary"))
        let request = try adapter(kind).purgeRequest(for: [url], at: Self.node, credential: credential)
        #expect(request.fields.credential != nil)
        #expect(!"\(request)".contains("canary"))
    }

    @Test(arguments: [
        (200, PurgeAnswer.purged), (204, .purged), (404, .notCached), (412, .notCached),
        (202, .accepted(id: nil)),
    ])
    func nginxSays(status: Int, answer: PurgeAnswer) throws {
        #expect(NginxAdapter().answer(to: response(status)) == answer)
    }
}
