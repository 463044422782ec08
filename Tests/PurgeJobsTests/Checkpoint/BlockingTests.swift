import Testing

@testable import PurgeJobs

/// Blocks come first and keep nothing waiting; what they alone keep dark settles nothing (R5).
@Suite struct BlockingTests {
    let fixture: LedgerFixture
    private static let denyList = StepPlace.denyList("edge")

    init() throws { fixture = try LedgerFixture() }

    private static func item(_ name: String, links: Int = 1, objects: Int = 1) throws -> PlannedItem {
        var item = try LedgerFixture.item(name, objects: objects, links: links)
        for index in item.targets.indices { item.targets[index].blockers = ["edge"] }
        return item
    }

    /// Does everything that is due at a place, each step ending so.
    @discardableResult
    private func work(
        _ place: StepPlace,
        _ run: RunID,
        _ ledger: Ledger,
        _ outcome: StepReceipt.Outcome = .done,
        _ next: StepReceipt.Next = .finish
    ) async throws -> [StepClaim] {
        try await ledger.change { transaction in
            let claims = try transaction.claim(place, of: run, limit: 99)
            let receipts = claims.map { $0.receipt(outcome, nil, nil, next) }
            try transaction.record(receipts, of: run, LedgerFixture.timing)
            return claims
        }
    }

    private func look(_ verdict: LinkVerdict, at edge: String, _ run: RunID, _ ledger: Ledger) async throws {
        try await ledger.change { transaction in
            let results = try transaction.dueSights(at: edge, of: run, limit: 99)
                .map { ProbeResult(sight: $0, verdict: verdict, status: nil) }
            let node = edge == "edge" ? edge : nil
            try transaction.recordRound(results, at: edge, node: node, of: run, LedgerFixture.timing)
        }
        fixture.clock.advance(by: .seconds(31))
    }

    /// Brings a run to its first round of probes.
    private func probing(_ items: [PlannedItem], _ ledger: Ledger) async throws -> RunID {
        let run = try await fixture.applying(items, in: ledger)
        try await work(Self.denyList, run, ledger)
        try await work(.store("media"), run, ledger)
        try await work(.store("media"), run, ledger)
        try await work(.node("edge"), run, ledger)
        fixture.clock.advance(by: .seconds(3))
        try await work(.node("edge"), run, ledger)
        return run
    }

    private func sums(_ run: RunID) throws -> Conservation {
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.holds)
        return sums
    }

    @Test func `disables follow as soon as every block was tried, whatever came of it`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([Self.item("a", links: 2)], in: ledger)
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.isEmpty)
        let claims = try await ledger.change { try $0.claim(Self.denyList, of: run, limit: 1) }
        let done = claims.map { $0.receipt(.done, nil, nil, .finish) }
        try await ledger.change { try $0.record(done, of: run, LedgerFixture.timing) }
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.isEmpty)
        try await work(Self.denyList, run, ledger, .unknown, .postpone(for: .seconds(60)))
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.count == 1)
    }

    @Test func `a deny list that nobody can reach keeps disables waiting for a second and no more`()
        async throws
    {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([Self.item("a")], in: ledger)
        fixture.clock.advance(by: .milliseconds(900))
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.isEmpty)
        fixture.clock.advance(by: .milliseconds(100))
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.count == 1)
    }

    @Test func `an item that is gone everywhere is done without its blocks`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([Self.item("a")], in: ledger)
        try await work(Self.denyList, run, ledger, .failed, .postpone(for: .seconds(9999)))
        try await work(.store("media"), run, ledger)
        try await work(.store("media"), run, ledger)
        try await work(.node("edge"), run, ledger)
        fixture.clock.advance(by: .seconds(3))
        try await work(.node("edge"), run, ledger)
        for _ in 1...2 {
            for edge in ["edge", "origin"] { try await look(.dark(.gone), at: edge, run, ledger) }
        }
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        #expect(try fixture.texts("SELECT state FROM step WHERE kind = 'block'") == ["skipped"])
    }

    @Test func `blocked stops the clock, is no proof, and is gone only when it was seen to be`() async throws
    {
        let ledger = try await fixture.open()
        let run = try await probing([Self.item("a")], ledger)
        for _ in 1...2 { try await look(.dark(.gone), at: "origin", run, ledger) }
        try await look(.dark(.blocked), at: "edge", run, ledger)
        #expect(try sums(run).unknown == 1, "one round says nothing")
        try await look(.dark(.blocked), at: "edge", run, ledger)
        let blocked = try sums(run)
        #expect(blocked.blocked == 1 && blocked.dark == 0 && blocked.isClockStopped && !blocked.isAllDark)
        #expect(try await ledger.change { try $0.closeIfFinished(run) } == false)
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 0)

        try await look(.dark(.gone), at: "edge", run, ledger)
        #expect(try sums(run).blocked == 1, "not looked at again before its time")
        fixture.clock.advance(by: VerificationPolicy.blockedPause)
        for _ in 1...2 { try await look(.dark(.gone), at: "edge", run, ledger) }
        #expect(try sums(run).isAllDark == false && sums(run).dark == 1)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
    }

    @Test func `a copy behind a block is purged again, and does not stop the clock`() async throws {
        let ledger = try await fixture.open()
        let run = try await probing([Self.item("a")], ledger)
        for _ in 1...2 { try await look(.dark(.gone), at: "origin", run, ledger) }
        for _ in 1...2 {
            try await look(.dark(.blockedCopy), at: "edge", run, ledger)
            fixture.clock.advance(by: .seconds(60))
            try await work(.node("edge"), run, ledger)
        }
        #expect(try sums(run).unknown == 1 && sums(run).blocked == 0)
        #expect(try fixture.integer("SELECT pass FROM step WHERE kind = 'purge'") == 4)
        #expect(try fixture.integer("SELECT pass FROM step WHERE kind = 'block'") == 1)
    }

    @Test func `a link that is lit is blocked and purged again`() async throws {
        let ledger = try await fixture.open()
        let run = try await probing([Self.item("a")], ledger)
        try await look(.lit(.served), at: "edge", run, ledger)
        #expect(try await work(Self.denyList, run, ledger).map(\.pass) == [2])
        fixture.clock.advance(by: .seconds(31))
        #expect(try await work(.node("edge"), run, ledger).map(\.pass) == [3])
    }

    @Test func `a revocation keeps no purge and no look waiting, but its item from being done`() async throws
    {
        let ledger = try await fixture.open()
        var item = try LedgerFixture.item("a")
        item.extras = [.init(kind: .revoke, place: .revoker("shares"), target: [1, 2])]
        let run = try await fixture.applying([item], in: ledger)
        let early = try await work(.revoker("shares"), run, ledger, .refused, .retry(after: .seconds(600)))
        #expect(early.map(\.kind) == [.revoke])
        guard case .other([1, 2]) = early.first?.target else { return #expect(Bool(false), "not as planned") }

        try await work(.store("media"), run, ledger)
        try await work(.store("media"), run, ledger)
        #expect(try await work(.node("edge"), run, ledger).count == 1)
        fixture.clock.advance(by: .seconds(3))
        #expect(try await work(.node("edge"), run, ledger).map(\.pass) == [2])
        for _ in 1...2 {
            for edge in ["edge", "origin"] { try await look(.dark(.gone), at: edge, run, ledger) }
        }
        #expect(try await ledger.change { try $0.closeIfFinished(run) } == false)
        #expect(try fixture.integer("SELECT stage FROM item") == ItemStage.probe.rawValue)
        #expect(try sums(run).pending == 1 && sums(run).dark == 0, "its tokens work")
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 0)
        fixture.clock.advance(by: .seconds(600))
        #expect(try await work(.revoker("shares"), run, ledger).count == 1)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        #expect(try sums(run).dark == 1)
    }

    @Test func `a tag is purged beside its links, and again as a rebound with another key`() async throws {
        let ledger = try await fixture.open()
        var item = try LedgerFixture.item("a", objects: 0)
        item.extras = [.init(kind: .purgeTag, place: .node("edge"), target: Array("clip-a".utf8))]
        let run = try await fixture.applying([item], in: ledger)
        let first = try await work(.node("edge"), run, ledger)
        #expect(Set(first.map(\.kind)) == [.purge, .purgeTag])
        fixture.clock.advance(by: .seconds(3))
        let second = try await work(.node("edge"), run, ledger)
        #expect(second.count == 2 && second.allSatisfy { $0.pass == 2 })
        #expect(Set((first + second).compactMap { $0.attempt?.key }).count == 4)
    }

    @Test func `the list of a node is what any run wants refused`() async throws {
        let ledger = try await fixture.open()
        let one = try await fixture.applying([Self.item("a"), Self.item("b")], in: ledger)
        #expect(try await ledger.change { try $0.blockedLinks(at: Self.denyList) }.isEmpty)
        try await work(Self.denyList, one, ledger)
        let two = try await fixture.applying([Self.item("a"), Self.item("c")], in: ledger)
        try await work(Self.denyList, two, ledger)
        #expect(try await ledger.change { try $0.blockedLinks(at: Self.denyList) }.count == 3)
    }
}
