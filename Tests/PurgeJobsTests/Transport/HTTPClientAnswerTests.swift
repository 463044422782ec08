import Testing

@testable import PurgeJobs

/// What comes back from a server that answers, and what the server was sent.
@Suite struct HTTPClientAnswerTests {
    @Test(arguments: HTTPMethod.allCases)
    func everyMethodArrives(method: HTTPMethod) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request("/echo", method))
        #expect(response.status == 200)
        #expect(response.bodyText.hasPrefix(method == .head ? "" : "\(method.rawValue) /echo HTTP/1.1\r\n"))
        #expect(response.bodyText.contains("Content-Length: 0") == method.expectsContent)
        #expect(response.version == .http1)
        #expect(response.peer == IPAddress("127.0.0.1"))
        #expect(response.duration > .zero)
    }

    @Test(arguments: ["/a/../b/./%2e%2E//?x=%zz&&", "/?", "/a?b?c", "/~{|}\\^`\"<>[]", "//", "/%00"])
    func targetGoesOutByteForByte(target: String) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request(target))
        #expect(response.bodyText.hasPrefix("GET \(target) HTTP/1.1\r\n"))
    }

    @Test func `target bytes beyond ASCII go out as they are`() async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/")
        let bytes: [UInt8] = [0x2f, 0xc3, 0x28, 0xff]
        request.target = try RequestTarget(bytes)
        let response = try await loopback.send(request)
        #expect(response.body.starts(with: Array("GET ".utf8) + bytes + Array(" HTTP/1.1\r\n".utf8)))
    }

    @Test func `fields, range and content arrive, and nothing of them is left in the next request`()
        async throws
    {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        var request = try loopback.request("/echo", .post)
        request.content = Array("{}".utf8)
        try request.fields.append("Content-Type", "application/json")
        try request.fields.append("X-Empty", "")
        let first = try await loopback.send(request).bodyText
        #expect(first.contains("Content-Type: application/json\r\n") && first.hasSuffix("\r\n\r\n{}"))
        #expect(first.contains("X-Empty:\r\n"))
        var part = try loopback.request("/echo", .purge)
        part.range = try ByteRange(5, through: 9)
        #expect(try await loopback.send(part).bodyText.contains("\r\nRange: bytes=5-9\r\n"))
        let second = try await loopback.send(loopback.request("/echo")).bodyText
        #expect(second.hasPrefix("GET ") && !second.contains("X-Empty") && !second.contains("Range"))
        #expect(!second.contains("Content-"))
    }

    @Test func `nothing is asked for that was not asked for`() async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/echo", .post)
        request.content = [UInt8](repeating: 0x41, count: 2_000_000)
        request.body = .collect(limit: 3_000_000)
        let head = try await loopback.send(request).bodyText.prefix(1000).lowercased()
        for field in [
            "expect", "accept-encoding", "content-type", "cookie", "authorization", "proxy", "upgrade",
        ] {
            #expect(!head.contains("\r\n\(field)"), "\(field)")
        }
        #expect(head.contains("\r\ncontent-length: 2000000\r\n"))
    }

    @Test func `cookies, alternative services and redirects change nothing`() async throws {
        let loopback = try LoopbackClient()
        #expect(try await loopback.send(loopback.request("/cookie")).status == 200)
        let response = try await loopback.send(loopback.request("/redirect"))
        #expect(response.status == 302)
        #expect(response.header.text("location") == "/echo")
        let echo = try await loopback.send(loopback.request("/echo")).bodyText
        #expect(echo.hasPrefix("GET ") && !echo.contains("Cookie"))
    }

    @Test func `all values of a field are kept`() async throws {
        let loopback = try LoopbackClient()
        let header = try await loopback.send(loopback.request("/twice")).header
        #expect(header.values(of: "X-Tag").map { String(decoding: $0, as: UTF8.self) } == ["one", "two"])
    }

    @Test(arguments: ["/hints", "/continue"])
    func interimResponseLeavesNoField(path: String) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request(path))
        #expect(response.status == 200 && response.bodyText == "x")
        #expect(response.header.first("x-early") == nil)
        #expect(response.header.bytes.starts(with: "HTTP/1.1 200".utf8))
    }

    @Test func `a trailer does not replace the header`() async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request("/trailer"))
        #expect(response.header.text("transfer-encoding") == "chunked" && response.bodyText == "ok")
        #expect(response.header.first("x-after") == nil)
    }

    @Test func `a compressed body stays as it is`() async throws {
        let loopback = try LoopbackClient()
        #expect(try await loopback.send(loopback.request("/gzip")).bodyCount == 12)
    }

    @Test(arguments: [("/empty", 200), ("/partial", 206), ("/notmodified", 304), ("/until-close", 200)])
    func ordinaryAnswerIsComplete(path: String, status: Int) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request(path))
        #expect(response.status == status && !response.isTruncated)
    }

    @Test func `an endless body is cut at the limit`() async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request("/chunks", limit: 100_000))
        #expect(response.isTruncated && response.body.count == 100_000)
        #expect(response.bodyCount > 100_000 && response.bodyCount < 200_000)
    }

    @Test(arguments: [(16_384, false), (16_385, true)])
    func drainingCountsAndKeepsNothing(size: Int, isTruncated: Bool) async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/bytes?\(size)")
        request.body = .drain
        let response = try await loopback.send(request)
        #expect(response.isTruncated == isTruncated && response.bodyCount == size && response.body.isEmpty)
    }

    @Test func `a drained body leaves its connection to the next request, a cut one does not`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        let connection = { () async throws -> String? in
            try await loopback.send(loopback.request("/echo")).header.text("x-connection")
        }
        let first = try await connection()
        var request = try loopback.request("/bytes?16384")
        request.body = .drain
        _ = try await loopback.send(request)
        #expect(try await connection() == first)
        request.body = .count(limit: 0)
        #expect(try await loopback.send(request).isTruncated)
        #expect(try await connection() != first)
    }

    @Test func `two edges of one host are told apart and get its name`() async throws {
        let loopback = try LoopbackClient()
        var connections: [String?] = []
        for port in [loopback.server.plain, loopback.server.second, loopback.server.plain] {
            var request = try loopback.request("/echo", .purge)
            request.origin = try HTTPOrigin(.http, "edge.test")
            request.via = NodeAddress(host: "127.0.0.1", port: port)
            let response = try await loopback.send(request)
            #expect(response.bodyText.contains("\r\nHost: edge.test\r\n"))
            connections.append(response.header.text("x-connection"))
        }
        #expect(connections[0] != connections[1] && connections[0] == connections[2])
    }

    @Test(arguments: [
        ("429&7", Duration.seconds(7)...Duration.seconds(7)), ("503&date", .seconds(1)...(.seconds(60))),
    ])
    func retryAfterComesWithTheResponse(query: String, expected: ClosedRange<Duration>) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.request("/status?\(query)"))
        #expect(expected.contains(try #require(response.retryAfter)))
    }

    @Test func `no more connections are opened than the limit allows`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 3 }
        let connections = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<60 {
                let request = try loopback.request("/echo")
                let client = loopback.client
                group.addTask { try await client.send(request).header.text("x-connection") }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect((1...3).contains(connections.count))
    }

    @Test func `the probe's client refuses a credential and sends nothing`() async throws {
        let probe = try LoopbackClient(.probe)
        var request = try probe.request("/credential")
        try request.fields.append("Authorization", "Bearer x")
        #expect(
            try await probe.failure(of: request)
                == TransportError(.credentialed(field: "Authorization"), host: "127.0.0.1")
        )
        #expect(try await probe.seen("/credential") == 0)
        #expect(try await LoopbackClient(.control).send(request).status == 200)
    }
}
