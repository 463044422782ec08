import Testing

@testable import PurgeJobs

@Suite struct HostPacerTests {
    private let clock = ManualClock()

    private func pacer(
        _ limits: PacingLimits,
        random: Double = 0.5,
        keys: [PacingKey: PacingLimits] = [:]
    ) -> HostPacer {
        let rules = PauseRules(random: PacingRandom { random })
        return HostPacer(keys, others: limits, rules: rules, clock: clock.pacing)
    }

    private static func key(_ host: String = "a.example", node: String? = nil) throws -> PacingKey {
        PacingKey(try HostName(host), node: node.map { NodeAddress(host: $0, port: 80) })
    }

    private static func response(_ status: Int, retryAfter: String? = nil) -> HTTPResponse {
        let field = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
        return HTTPResponse(
            status: status,
            version: .http1,
            header: HeaderBlock(bytes: Array("HTTP/1.1 \(status)\r\n\(field)\r\n".utf8)),
            body: [],
            bodyCount: 0,
            isTruncated: false,
            peer: nil,
            duration: .zero
        )
    }

    /// When turns come, asked for one after the other by a patient task, in milliseconds from the start.
    private func turns(_ count: Int, _ pacer: HostPacer, _ key: PacingKey) async throws -> [Duration] {
        let deadline = clock.start + .seconds(10_000)
        let asking = Task { [clock] in
            var turns: [Duration] = []
            for _ in 0..<count {
                _ = try await pacer.permit(for: key, deadline: deadline)
                turns.append(clock.now - clock.start)
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
        defer { isOver.withLock { $0 = true } }
        let result = try await asking.value
        isOver.withLock { $0 = true }
        await ticking.value
        return result
    }

    private func refusal(
        _ pacer: HostPacer,
        _ key: PacingKey,
        within time: Duration
    ) async throws -> PacingRefusal? {
        do throws(PacingRefusal) {
            _ = try await pacer.permit(for: key, deadline: clock.now + time)
            return nil
        } catch {
            return error
        }
    }

    @Test func `without limits a hundred thousand permits take no time worth speaking of`() async throws {
        let pacer = HostPacer()
        let key = try Self.key()
        let start = ContinuousClock.now
        for _ in 0..<100_000 {
            let permit = try await pacer.permit(for: key, deadline: .now + .seconds(60))
            permit.finish(Self.ok)
        }
        // 20,000 a second is the goal; this leaves room for an unoptimised build on a busy machine.
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    private static let ok = response(200)

    @Test func `a burst goes at once, the rest at the rate`() async throws {
        let pacer = pacer(PacingLimits(rate: 1, burst: 3))
        let turns = try await turns(6, pacer, Self.key())
        #expect(turns.prefix(3).allSatisfy { $0 < .milliseconds(500) })
        for (turn, second) in zip(turns[3...], 1...3) {
            #expect(turn >= .seconds(second) && turn < .seconds(second) + .seconds(1))
        }
    }

    @Test func `a turn past the deadline is refused at once, and not taken`() async throws {
        let pacer = pacer(PacingLimits(rate: 0.1))
        let key = try Self.key()
        #expect(try await refusal(pacer, key, within: .seconds(1)) == nil)
        for _ in 0..<100 {
            #expect(try await refusal(pacer, key, within: .seconds(5)) == .tooLate(.zero))
        }
        clock.advance(by: .seconds(10))
        #expect(try await refusal(pacer, key, within: .seconds(1)) == nil)
    }

    @Test(arguments: [429, 503])
    func throttlingPausesThatHostAlone(status: Int) async throws {
        let pacer = pacer(.unlimited)
        let permit = try await pacer.permit(for: Self.key(), deadline: clock.now + .seconds(1))
        permit.finish(Self.response(status, retryAfter: "100"))
        #expect(try await refusal(pacer, Self.key(), within: .seconds(10)) == .tooLate(.seconds(105)))
        #expect(try await refusal(pacer, Self.key("b.example"), within: .seconds(10)) == nil)
        #expect(try await refusal(pacer, Self.key(node: "10.0.0.1"), within: .seconds(10)) == nil)
        clock.advance(by: .seconds(104))
        #expect(try await refusal(pacer, Self.key(), within: .milliseconds(10)) == .tooLate(.seconds(1)))
        clock.advance(by: .seconds(1))
        #expect(try await refusal(pacer, Self.key(), within: .seconds(10)) == nil)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 2094 08:49:37 GMT", 3780), ("315360000", 3780), ("99999999999999999", 3780), ("0", 0),
    ])
    func anyRetryAfterIsCappedAtAnHour(value: String, seconds: Int) async throws {
        let pacer = pacer(.unlimited)
        let permit = try await pacer.permit(for: Self.key(), deadline: clock.now + .seconds(1))
        permit.finish(Self.response(429, retryAfter: value))
        let refusal = try await refusal(pacer, Self.key(), within: .seconds(1))
        #expect(refusal == (seconds == 0 ? nil : .tooLate(.seconds(seconds))))
    }

    @Test func `without Retry-After the pauses double up to a minute, and a success ends the row`()
        async throws
    {
        let pacer = pacer(.unlimited, random: 1)
        let key = try Self.key()
        func pause(after status: Int) async throws -> Duration {
            let permit = try await pacer.permit(for: key, deadline: clock.now + .seconds(1))
            permit.finish(Self.response(status))
            guard case .tooLate(let time) = try await refusal(pacer, key, within: .zero) else { return .zero }
            clock.advance(by: time)
            return time
        }
        var pauses: [Duration] = []
        for _ in 0..<9 { pauses.append(try await pause(after: 429)) }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(try await pause(after: 200) == .zero)
        #expect(try await pause(after: 503) == .milliseconds(500))
    }

    @Test func `a volley of refusals lengthens the row once`() async throws {
        let pacer = pacer(.unlimited, random: 1)
        let key = try Self.key()
        for _ in 0..<2 {
            var permits: [@Sendable () -> Void] = []
            for _ in 0..<10 {
                let permit = PermitBox(try await pacer.permit(for: key, deadline: clock.now + .seconds(1)))
                permits.append { permit.finish(Self.response(429)) }
            }
            for finish in permits { finish() }
            guard case .tooLate(let time) = try await refusal(pacer, key, within: .zero) else { break }
            clock.advance(by: time)
        }
        let permit = try await pacer.permit(for: key, deadline: clock.now + .seconds(1))
        permit.finish(Self.response(429))
        #expect(try await refusal(pacer, key, within: .zero) == .tooLate(.seconds(2)))
    }

    @Test func `after a pause there is no burst`() async throws {
        let pacer = pacer(PacingLimits(rate: 1, burst: 10))
        let permit = try await pacer.permit(for: Self.key(), deadline: clock.now + .seconds(1))
        permit.finish(Self.response(429, retryAfter: "10"))
        clock.advance(by: .seconds(11))
        #expect(try await refusal(pacer, Self.key(), within: .milliseconds(1)) == nil)
        #expect(try await refusal(pacer, Self.key(), within: .milliseconds(1)) == .tooLate(.zero))
    }

    @Test func `a task that waits for its turn when the pause comes, waits it out`() async throws {
        let pacer = pacer(PacingLimits(rate: 1))
        let key = try Self.key()
        let first = PermitBox(try await pacer.permit(for: key, deadline: clock.now + .seconds(1)))
        let deadline = clock.now + .seconds(1000)
        let waiting = Task { [clock] in
            _ = try await pacer.permit(for: key, deadline: deadline)
            return clock.now - clock.start
        }
        await clock.waitForSleepers(1)
        first.finish(Self.response(429, retryAfter: "100"))
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(104))
        #expect(try await waiting.value == .seconds(105))
    }

    @Test func `places are handed on in order, and a dropped permit gives its place back`() async throws {
        let pacer = pacer(PacingLimits(concurrency: 1))
        let key = try Self.key()
        let deadline = clock.now + .seconds(60)
        let first = PermitBox(try await pacer.permit(for: key, deadline: deadline))
        let order = Lock<[Int]>([])
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(
                Task {
                    let place = PermitBox(try await pacer.permit(for: key, deadline: deadline))
                    // While it has the place: the next one's turn comes with the drop.
                    order.withLock { $0.append(number) }
                    place.drop()
                }
            )
            await clock.waitForSleepers(number + 1)
            for _ in 0..<1000 { await Task.yield() }
        }
        #expect(order.withLock { $0 }.isEmpty)
        first.drop()
        for task in tasks { try await task.value }
        #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
    }

    @Test func `a task that waits for a place is refused at its deadline`() async throws {
        let pacer = pacer(PacingLimits(concurrency: 1))
        let key = try Self.key()
        let first = PermitBox(try await pacer.permit(for: key, deadline: clock.now + .seconds(60)))
        let deadline = clock.now + .seconds(5)
        let waiting = Task { _ = try await pacer.permit(for: key, deadline: deadline) }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(5))
        await #expect(throws: PacingRefusal.tooLate(.zero)) { try await waiting.value }
        first.drop()
        #expect(try await refusal(pacer, key, within: .seconds(1)) == nil)
    }

    @Test(arguments: [PacingLimits(concurrency: 1), PacingLimits(rate: 0.1)])
    func cancelledWaiterLeavesAtOnceAndLeavesNoPlaceBehind(limits: PacingLimits) async throws {
        let pacer = pacer(limits)
        let key = try Self.key()
        let first = PermitBox(try await pacer.permit(for: key, deadline: clock.now + .seconds(60)))
        let deadline = clock.now + .seconds(1000)
        for _ in 0..<50 {
            let waiting = Task { _ = try await pacer.permit(for: key, deadline: deadline) }
            for _ in 0..<Int.random(in: 0..<50) { await Task.yield() }
            waiting.cancel()
            await #expect(throws: PacingRefusal.cancelled) { try await waiting.value }
        }
        first.drop()
        clock.advance(by: .seconds(900))
        #expect(try await refusal(pacer, key, within: .seconds(1)) == nil)
    }

    @Test func `a place handed to a task that was cancelled meanwhile goes on to the next`() async throws {
        let pacer = HostPacer(others: PacingLimits(concurrency: 2))
        let key = try Self.key()
        await withTaskGroup { group in
            for _ in 0..<500 {
                group.addTask {
                    let task = Task {
                        let permit = try await pacer.permit(for: key, deadline: .now + .seconds(60))
                        await Task.yield()
                        permit.finish(Self.ok)
                    }
                    if Bool.random() {
                        await Task.yield()
                        task.cancel()
                    }
                    // Its cancellation is what the test is about.
                    try? await task.value
                }
            }
        }
        let permit = PermitBox(try await pacer.permit(for: key, deadline: .now + .seconds(1)))
        let second = PermitBox(try await pacer.permit(for: key, deadline: .now + .seconds(1)))
        permit.drop()
        second.drop()
    }

    @Test func `limits of a host hold for its nodes unless they have their own`() async throws {
        let host = try Self.key()
        let own = try Self.key(node: "10.0.0.2")
        let slow = PacingLimits(rate: 0.1)
        let pacer = pacer(.unlimited, keys: [host: slow, own: .unlimited])
        let other = try Self.key(node: "10.0.0.1")
        #expect(try await refusal(pacer, other, within: .seconds(1)) == nil)
        #expect(try await refusal(pacer, other, within: .seconds(1)) != nil)
        #expect(try await refusal(pacer, own, within: .seconds(1)) == nil)
        #expect(try await refusal(pacer, own, within: .seconds(1)) == nil)
    }

    @Test func `quiet hosts are forgotten, paused ones are not`() throws {
        var paces = HostPaces()
        let now = clock.now
        let paused = try Self.key("paused.example")
        _ = paces.admit(paused, hasPlace: false, now: now, deadline: now + .seconds(1), limits: .unlimited)
        paces[paused]?.pause(asked: .seconds(60), permitEpoch: 0, now: now, PauseRules())
        _ = paces[paused]?.leave()
        for number in 0..<10_000 {
            let key = try Self.key("h\(number).example")
            _ = paces.admit(key, hasPlace: false, now: now, deadline: now + .seconds(1), limits: .unlimited)
            _ = paces[key]?.leave()
        }
        #expect(paces.count <= HostPaces.capacity)
        #expect(paces[paused] != nil)
    }

    @Test func `a paused host gets no request by way of the client`() async throws {
        let loopback = try LoopbackClient()
        let pacer = HostPacer()
        let first = try await pacer.send(loopback.request("/status?429&30"), by: loopback.client)
        #expect(first.status == 429)
        let target = "/paused-\(UInt64.random(in: 0..<(.max)))"
        let request = try loopback.request(target, within: .seconds(10))
        let error = await #expect(throws: TransportError.self) {
            try await pacer.send(request, by: loopback.client)
        }
        guard case .paused(let time) = error?.kind else { throw try #require(error) }
        #expect(time > .seconds(25) && time <= .seconds(33) && error?.wasSent == false)
        #expect(try await loopback.seen(target) == 0)
    }
}
