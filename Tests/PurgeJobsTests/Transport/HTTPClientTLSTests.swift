import Testing

@testable import PurgeJobs

/// TLS and HTTP/2, against nginx and a Python server with a certificate of our own authority.
@Suite struct HTTPClientTLSTests {
    @Test func `our own authority is trusted, and HTTP 2 is spoken where it is offered`() async throws {
        let loopback = try LoopbackClient()
        let second = try await loopback.send(loopback.secureRequest("/", port: loopback.server.http2))
        #expect(second.status == 404 && second.version == .http2)
        #expect(second.peer == IPAddress("127.0.0.1"))
        let first = try await loopback.send(loopback.secureRequest("/echo", port: loopback.server.tls))
        #expect(first.status == 200 && first.version == .http1)
    }

    @Test func `an unknown authority is untrusted, and nothing is sent`() async throws {
        let loopback = try LoopbackClient { $0.authorities = nil }
        let error = try await loopback.failure(of: loopback.secureRequest("/", port: loopback.server.http2))
        #expect(error == TransportError(.untrusted, host: "localhost"))
    }

    @Test func `a certificate for another name is untrusted`() async throws {
        let loopback = try LoopbackClient()
        let request = try loopback.secureRequest("/", host: "other.test", port: loopback.server.http2)
        #expect(try await loopback.failure(of: request) == TransportError(.untrusted, host: "other.test"))
    }

    @Test func `a file of authorities that is not there is untrusted`() async throws {
        let loopback = try LoopbackClient { $0.authorities = "/nonexistent.pem" }
        let error = try await loopback.failure(of: loopback.secureRequest("/", port: loopback.server.http2))
        #expect(error == TransportError(.untrusted, host: "localhost"))
    }

    @Test func `nothing older than TLS 1.2 is spoken`() async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.secureRequest("/", port: loopback.server.oldTLS))
        #expect(error == TransportError(.handshake, host: "localhost"))
    }

    @Test func `a node gets the origin's name in TLS and in the request`() async throws {
        let loopback = try LoopbackClient()
        let request = try loopback.secureRequest(
            "/echo",
            .purge,
            host: "edge.test",
            port: loopback.server.http2
        )
        let response = try await loopback.send(request)
        #expect(response.status == 200 && response.bodyText == "PURGE")
        #expect(response.header.text("x-host") == "edge.test:\(loopback.server.http2)")
    }

    @Test(arguments: ["/echo/a/../b/./%2e%2E//?x=%zz&&", "/echo?", "/echo?b?c", "/echo%00"])
    func targetGoesOutByteForByteOverHTTP2(target: String) async throws {
        let loopback = try LoopbackClient()
        let response = try await loopback.send(loopback.secureRequest(target, port: loopback.server.http2))
        #expect(response.version == .http2)
        // nginx refuses a NUL, and shows the target as it came otherwise.
        #expect(response.status == 400 || response.header.text("x-target") == target)
    }

    @Test func `many requests share an HTTP 2 connection and none is lost`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 64 }
        let request = try loopback.secureRequest("/x", port: loopback.server.http2)
        let outcomes = await Self.outcomes(loopback.client, request, count: 3000)
        #expect(outcomes == ["404": 3000])
    }

    @Test func `a server that says goodbye every 20 requests loses none of the repeatable ones`() async throws
    {
        let loopback = try LoopbackClient { $0.concurrency = 16 }
        let request = try loopback.secureRequest("/x", host: "goaway.test", port: loopback.server.http2)
        let outcomes = await Self.outcomes(loopback.client, request, count: 500)
        #expect(outcomes.values.reduce(0, +) == 500)
        #expect(outcomes["404", default: 0] >= 450, "\(outcomes)")
    }

    @Test func `connections reset again and again leave no request without an end`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 64 }
        var request = try loopback.secureRequest("/x", port: loopback.server.http2)
        request.via = NodeAddress(host: "127.0.0.1", port: loopback.server.relay)
        let outcomes = await Self.outcomes(loopback.client, request, count: 4000)
        #expect(outcomes.values.reduce(0, +) == 4000)
        #expect(outcomes["404", default: 0] > 3000, "\(outcomes)")
        #expect(outcomes.keys.allSatisfy { !$0.contains("deadline") }, "\(outcomes)")
    }

    @Test(arguments: 0..<8)
    func slowFirstAnswerDoesNotHoldUpAColdLane(round: Int) async throws {
        let loopback = try LoopbackClient()
        let client = loopback.client
        let slow = try loopback.secureRequest("/hang", port: loopback.server.tls)
        let echo = try loopback.secureRequest("/echo", port: loopback.server.tls)
        // Whichever comes first goes alone until it has a connection; the others must not wait for its answer.
        let blocked = (0..<6).map { _ in Task { try? await client.send(slow) } }
        let answered = (0..<6).map { _ in Task { try await client.send(echo).status } }
        for task in answered { #expect(try await task.value == 200) }
        for task in blocked {
            task.cancel()
            _ = await task.value
        }
    }

    private static func outcomes(
        _ client: HTTPClient,
        _ request: HTTPRequest,
        count: Int
    ) async -> [String: Int] {
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do throws(TransportError) {
                        return "\(try await client.send(request).status)"
                    } catch {
                        return "\(error.kind)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }
}
