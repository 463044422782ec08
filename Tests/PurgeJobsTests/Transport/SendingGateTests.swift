import Testing

@testable import PurgeJobs

@Suite struct SendingGateTests {
    private let clock = ManualClock()
    private let gate: SendingGate

    init() { gate = SendingGate(clock: clock.pacing) }

    private func request(
        _ host: String = "a.example",
        within time: Duration = .seconds(5)
    ) throws -> HTTPRequest {
        let origin = try HTTPOrigin(.http, host, port: 80)
        return HTTPRequest(.get, origin, try RequestTarget("/"), deadline: clock.now + time)
    }

    /// When requests pass, asked for one after the other, in milliseconds from the start.
    private func turns(_ count: Int, _ request: HTTPRequest) async throws -> [Int] {
        let asking = Task { [clock, gate] in
            var turns: [Int] = []
            for _ in 0..<count {
                _ = try await gate.pass(request)
                turns.append(Int((clock.now - clock.start) / .milliseconds(1)))
            }
            return turns
        }
        let isOver = Lock(false)
        let ticking = Task { [clock] in
            while !isOver.withLock({ $0 }) {
                clock.advance(by: .milliseconds(50))
                for _ in 0..<20 { await Task.yield() }
            }
        }
        let result = try await asking.value
        isOver.withLock { $0 = true }
        await ticking.value
        return result
    }

    @Test func `a throttled host is passed at its rate, and others at once`() async throws {
        gate.set(isShut: false, rates: [try HostName("a.example"): 2])
        let slow = try await turns(4, request())
        let gaps = zip(slow.dropFirst(), slow).map { $0 - $1 }
        // The clock of the test ticks in steps, and may step again before a turn is noted.
        #expect(gaps.allSatisfy { $0 >= 450 && $0 <= 1200 })
        let quick = try await turns(50, request("b.example"))
        #expect((quick.last ?? 0) - (quick.first ?? 0) <= 2000)
    }

    @Test func `time spent in a throttle is not the request's`() async throws {
        gate.set(isShut: false, rates: [try HostName("a.example"): 0.1])
        _ = try await gate.pass(request())
        let late = try request(within: .seconds(5))
        async let passed = gate.pass(late)
        for _ in 0..<120 {
            await clock.waitForSleepers(1)
            clock.advance(by: .milliseconds(100))
            if clock.now - clock.start >= .seconds(10) { break }
        }
        #expect(try await passed.deadline >= late.deadline + .seconds(9))
    }

    @Test func `shutting it refuses whoever waits, with nothing sent`() async throws {
        gate.set(isShut: false, rates: [try HostName("a.example"): 0.01])
        _ = try await gate.pass(request())
        let second = try request()
        let waiting = Task { [gate] in try await gate.pass(second) }
        await clock.waitForSleepers(1)
        gate.set(isShut: true, rates: [:])
        clock.advance(by: .milliseconds(100))
        let error = await #expect(throws: TransportError.self) { try await waiting.value }
        #expect(error?.kind == .cancelled && error?.wasSent == false)
        #expect(gate.closings == 1 && gate.changes == 2)
        gate.set(isShut: true, rates: [:])
        #expect(gate.closings == 1 && gate.changes == 2, "nothing new is no change")
        gate.set(isShut: false, rates: [:])
        _ = try await gate.pass(second)
    }

    @Test func `lifting a throttle lets whoever waits go within the next look`() async throws {
        gate.set(isShut: false, rates: [try HostName("a.example"): 0.01])
        _ = try await gate.pass(request())
        let second = try request()
        let waiting = Task { [gate] in try await gate.pass(second) }
        await clock.waitForSleepers(1)
        gate.set(isShut: false, rates: [:])
        clock.advance(by: .milliseconds(100))
        _ = try await waiting.value
        #expect(clock.now - clock.start == .milliseconds(100))
    }

    @Test func `a pacer sends nothing through a shut gate, also after its own wait`() async throws {
        let client = try LoopbackClient()
        let gate = SendingGate()
        let pacer = HostPacer(others: PacingLimits(rate: 4), gate: gate)
        let target = "/gate-\(UInt64.random(in: 0 ... .max))"
        let request = try client.request(target)
        _ = try await pacer.send(request, by: client.client)
        let second = Task { try await pacer.send(request, by: client.client) }
        // It waits for its turn a quarter of a second; the gate is shut meanwhile.
        gate.set(isShut: true, rates: [:])
        await #expect(throws: TransportError.self) { _ = try await second.value }
        #expect(try await client.seen(target) == 1)
    }
}
