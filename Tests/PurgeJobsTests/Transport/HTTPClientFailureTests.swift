import Glibc
import Testing

@testable import PurgeJobs

/// What a server, or a caller, does wrong, and what becomes of it.
@Suite struct HTTPClientFailureTests {
    @Test(arguments: [("/short", 18), ("/shortchunk", 18)])
    func bodyCutShortTellsTheStatusSeen(path: String, code: UInt32) async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request(path))
        #expect(error == TransportError(.broken(code), host: "127.0.0.1", wasSent: true, status: 200))
    }

    @Test(arguments: ["/reset", "/silence", "/garbage"])
    func noAnswerIsBrokenWithoutStatus(path: String) async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request(path))
        guard case .broken = error.kind else { throw error }
        #expect(error.wasSent && error.status == nil)
    }

    @Test func `a garbled chunk is an error that tells the status`() async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request("/badchunk"))
        #expect(error.wasSent && error.status == 200)
    }

    @Test(arguments: ["/bomb", "/bombline", "/storm"])
    func immenseHeaderIsRefused(path: String) async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request(path))
        #expect(error.kind == .headerTooLarge && error.wasSent)
    }

    @Test func `a request without an answer ends at its deadline`() async throws {
        let loopback = try LoopbackClient()
        let start = ContinuousClock.now
        let error = try await loopback.failure(of: loopback.request("/hang", within: .milliseconds(200)))
        #expect(error == TransportError(.deadline, host: "127.0.0.1", wasSent: true))
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `an answer that stalls after status 200 tells the status`() async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request("/slow", within: .milliseconds(300)))
        #expect(error == TransportError(.deadline, host: "127.0.0.1", wasSent: true, status: 200))
    }

    @Test func `an answer that crawls is given up before the deadline`() async throws {
        let loopback = try LoopbackClient {
            $0.slowLimit = 1000
            $0.slowTime = .seconds(1)
        }
        let start = ContinuousClock.now
        let error = try await loopback.failure(of: loopback.request("/slow", within: .seconds(60)))
        #expect(error.kind == .deadline && error.status == 200)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `a request that waits for its turn ends at its deadline, unsent`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        let client = loopback.client
        let blocker = try loopback.request("/hang", within: .seconds(60))
        // It only holds the place; how it ends does not matter.
        let blocking = Task { try? await client.send(blocker) }
        while try await LoopbackClient().seen("/hang") == 0 { await Task.yield() }
        let start = ContinuousClock.now
        let error = try await loopback.failure(of: loopback.request("/behind", within: .milliseconds(200)))
        #expect(error == TransportError(.deadline, host: "127.0.0.1"))
        #expect(ContinuousClock.now - start < .seconds(30))
        blocking.cancel()
        _ = await blocking.value
        #expect(try await loopback.seen("/behind") == 0)
    }

    @Test func `a deadline gone by sends nothing`() async throws {
        let loopback = try LoopbackClient()
        let error = try await loopback.failure(of: loopback.request("/late", within: .zero))
        #expect(error == TransportError(.deadline, host: "127.0.0.1"))
        #expect(try await loopback.seen("/late") == 0)
    }

    @Test func `a closed port is unreachable, unsent`() async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/")
        request.origin = try HTTPOrigin(.http, "127.0.0.1", port: 1)
        #expect(try await loopback.failure(of: request) == TransportError(.unreachable, host: "127.0.0.1"))
    }

    @Test func `a name without address is unresolved, unsent`() async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/")
        request.origin = try HTTPOrigin(.http, "other.test")
        #expect(try await loopback.failure(of: request) == TransportError(.unresolved, host: "other.test"))
    }

    @Test(arguments: [("other.example", 80), ("127.0.0.1", 22)])
    func unlistedHostOrPortGetsNothing(host: String, port: UInt16) async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/", .purge)
        request.origin = try HTTPOrigin(.http, host, port: port)
        request.via = NodeAddress(host: "127.0.0.1", port: loopback.server.plain)
        #expect(try await loopback.failure(of: request) == TransportError(.unlisted, host: host))
    }

    @Test(arguments: ["127.0.0.1:80,evil", "a b", "", "0x7f.1", "a\0b", "::1]:1:["])
    func nodeThatIsNoHostIsMalformed(host: String) async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/")
        request.via = NodeAddress(host: host, port: loopback.server.plain)
        #expect(try await loopback.failure(of: request).kind == .malformed(.host))
    }

    @Test func `a GET with content is malformed`() async throws {
        let loopback = try LoopbackClient()
        var request = try loopback.request("/echo")
        request.content = [1]
        #expect(try await loopback.failure(of: request).kind == .malformed(.content))
        request.method = .post
        request.range = try ByteRange(0, through: 1)
        #expect(try await loopback.failure(of: request).kind == .malformed(.rangeWithContent))
    }

    @Test func `a proxy named in the environment is not used`() async throws {
        // In a process of its own, as the environment belongs to all.
        await #expect(processExitsWith: .success) {
            unsafe setenv("http_proxy", "http://127.0.0.1:1", 1)
            unsafe setenv("ALL_PROXY", "http://127.0.0.1:1", 1)
            let loopback = try LoopbackClient()
            let response = try await loopback.send(loopback.request("/echo"))
            #expect(response.status == 200)
        }
    }
}
