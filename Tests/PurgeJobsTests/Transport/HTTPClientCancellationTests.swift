import Foundation
import Testing

@testable import PurgeJobs

/// Cancelling, and letting go of a client.
@Suite struct HTTPClientCancellationTests {
    @Test func `a cancelled transfer returns at once`() async throws {
        let loopback = try LoopbackClient()
        let target = "/hang?\(UInt64.random(in: 0..<(.max)))"
        let request = try loopback.request(target, within: .seconds(60))
        let client = loopback.client
        let task = Task { await Self.outcome(client, request) }
        while try await loopback.seen(target) == 0 { await Task.yield() }
        let start = ContinuousClock.now
        task.cancel()
        #expect(await task.value == TransportError(.cancelled, host: "127.0.0.1", wasSent: true))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `a task cancelled before it sends, sends nothing`() async throws {
        let loopback = try LoopbackClient()
        let target = "/early?\(UInt64.random(in: 0..<(.max)))"
        let request = try loopback.request(target)
        let client = loopback.client
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await Self.outcome(client, request)
        }
        task.cancel()
        #expect(await task.value == TransportError(.cancelled, host: "127.0.0.1"))
        #expect(try await loopback.seen(target) == 0)
    }

    @Test func `a request cancelled while it waits for its turn is not sent`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 1 }
        let other = try LoopbackClient()
        let client = loopback.client
        let target = "/hang?\(UInt64.random(in: 0..<(.max)))"
        let blocker = try loopback.request(target, within: .seconds(60))
        let waiter = try loopback.request("\(target)-waiter", within: .seconds(60))
        let blocking = Task { await Self.outcome(client, blocker) }
        while try await other.seen(target) == 0 { await Task.yield() }
        let waiting = Task { await Self.outcome(client, waiter) }
        waiting.cancel()
        #expect(await waiting.value == TransportError(.cancelled, host: "127.0.0.1"))
        blocking.cancel()
        #expect(await blocking.value?.kind == .cancelled)
        #expect(try await other.seen("\(target)-waiter") == 0)
    }

    @Test func `a storm of cancellations leaves the client in order`() async throws {
        let loopback = try LoopbackClient { $0.concurrency = 4 }
        let client = loopback.client
        let request = try loopback.request("/hang", within: .seconds(60))
        await withTaskGroup { group in
            for _ in 0..<500 {
                group.addTask {
                    let task = Task { await Self.outcome(client, request) }
                    for _ in 0..<Int.random(in: 0..<20) { await Task.yield() }
                    task.cancel()
                    #expect(await task.value?.kind == .cancelled)
                }
            }
        }
        #expect(try await loopback.send(loopback.request("/echo")).status == 200)
    }

    @Test func `an idle client answers at once`() async throws {
        let loopback = try LoopbackClient()
        _ = try await loopback.send(loopback.request("/echo"))
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        _ = try await loopback.send(loopback.request("/echo"))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `a client let go answers what is under way, and then its thread ends`() async throws {
        let request = try LoopbackClient().request("/echo")
        var loopback: LoopbackClient? = try LoopbackClient { $0.concurrency = 2 }
        weak let client = loopback?.client
        let tasks = (0..<20).map { _ in
            let client = loopback?.client
            return Task { try await client?.send(request).status }
        }
        loopback = nil
        for task in tasks { #expect(try await task.value == 200) }
        while client != nil { await Task.yield() }
    }

    @Test func `clients made and let go leave no thread and no descriptor behind`() async throws {
        var request = try LoopbackClient().request("/farewell")
        // All of them together, on a machine with other work.
        request.deadline = .now + .seconds(300)
        for _ in 0..<3 { _ = try await LoopbackClient().send(request) }
        let before = Self.descriptors
        for _ in 0..<50 { _ = try await LoopbackClient().send(request) }
        // Each thread ends by itself; other tests come and go meanwhile, so there is some room.
        let deadline = ContinuousClock.now + .seconds(20)
        while Self.descriptors > before + 60, ContinuousClock.now < deadline { await Task.yield() }
        #expect(Self.descriptors <= before + 60)
    }

    private static var descriptors: Int {
        // Unreadable counts as far too many.
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? .max
    }

    private static func outcome(_ client: HTTPClient, _ request: HTTPRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }
}
