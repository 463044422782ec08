import Testing

@testable import PurgeJobs

/// libcurl sends a request a second time, unasked, when a kept connection closes unanswered;
/// here the server counts.
@Suite struct HTTPClientRepeatTests {
    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete, .purge, .ban, .block, .unblock])
    func effectIsSentOnceOnADeadConnection(method: HTTPMethod) async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        _ = try await loopback.send(loopback.request("/once-first"))
        let target = "/once-\(method)-\(UInt64.random(in: 0..<(.max)))"
        let error = try await loopback.failure(of: loopback.request(target, method))
        #expect(error == TransportError(.unanswered, host: "127.0.0.1", wasSent: true))
        #expect(try await loopback.seen(target) == 1)
    }

    @Test(arguments: [HTTPMethod.get, .head])
    func safeRequestIsRepeated(method: HTTPMethod) async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        _ = try await loopback.send(loopback.request("/once-first"))
        let target = "/once-\(method)-\(UInt64.random(in: 0..<(.max)))"
        #expect(try await loopback.send(loopback.request(target, method)).status == 200)
        #expect(try await loopback.seen(target) == 2)
    }

    @Test func `a purge marked repeatable is repeated, a GET marked not is not`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        _ = try await loopback.send(loopback.request("/once-first"))
        var purge = try loopback.request("/once-purge-\(UInt64.random(in: 0..<(.max)))", .purge)
        purge.isRepeatable = true
        #expect(try await loopback.send(purge).status == 200)
        var get = try loopback.request("/once-get-\(UInt64.random(in: 0..<(.max)))")
        get.isRepeatable = false
        #expect(try await loopback.failure(of: get).kind == .unanswered)
    }

    @Test func `after a server's quiet farewell a purge takes a new connection and arrives once`()
        async throws
    {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        for round in 0..<20 {
            _ = try await loopback.send(loopback.request("/farewell"))
            let target = "/after-farewell-\(round)-\(UInt64.random(in: 0..<(.max)))"
            let request = try loopback.request(target, .purge)
            do throws(TransportError) {
                let response = try await loopback.client.send(request)
                #expect(response.status == 200)
            } catch {
                // The connection's end may cross the request on the wire: unanswered, cut off while
                // receiving (56) or while sending (55). None of them may be repeated.
                let crossed: [TransportError.Kind] = [.unanswered, .broken(55), .broken(56)]
                #expect(crossed.contains(error.kind), "\(error)")
            }
            #expect(try await loopback.seen(target) <= 1)
        }
    }

    @Test func `a reset on a fresh connection is not repeated`() async throws {
        let loopback = try LoopbackClient()
        let target = "/reset?\(UInt64.random(in: 0..<(.max)))"
        let error = try await loopback.failure(of: loopback.request(target, .delete))
        #expect(error.wasSent)
        #expect(try await loopback.seen(target) == 1)
    }
}
