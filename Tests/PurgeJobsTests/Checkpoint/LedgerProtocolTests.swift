import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// Intents, receipts, passes and stages, as a run of one item goes through them.
@Suite struct LedgerProtocolTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func claims(_ place: StepPlace, _ run: RunID, _ ledger: Ledger) async throws -> [StepClaim] {
        try await ledger.change { try $0.claim(place, of: run, limit: 100) }
    }

    private func finish(_ claims: [StepClaim], _ run: RunID, _ ledger: Ledger) async throws {
        let receipts = claims.map {
            StepReceipt(claim: $0, outcome: .done, status: 200, detail: nil, next: .finish)
        }
        try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
    }

    private func round(
        _ verdict: LinkVerdict,
        at edge: String,
        _ run: RunID,
        _ ledger: Ledger
    ) async throws -> Int {
        try await ledger.change { transaction in
            let sights = try transaction.dueSights(at: edge, of: run, limit: 100)
            let results = sights.map { ProbeResult(sight: $0, verdict: verdict, status: 404) }
            try transaction.recordRound(
                results,
                at: edge,
                node: edge == "edge" ? "edge" : nil,
                of: run,
                LedgerFixture.timing
            )
            return sights.count
        }
    }

    @Test func `an intent is durable when its claim is handed out`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 3)], in: ledger)
        let taken = try await claims(.store("media"), run, ledger)
        #expect(taken.count == 3)
        #expect(try fixture.integer("SELECT count(*) FROM attempt WHERE outcome IS NULL") == 3)
        #expect(try await claims(.store("media"), run, ledger).isEmpty, "a step is taken once")
    }

    @Test func `purges wait for the store to be confirmed, rebounds for their time, probes for both`()
        async throws
    {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", links: 2)], in: ledger)
        #expect(
            try await claims(.node("edge"), run, ledger).isEmpty,
            "nothing is purged before the store is dark"
        )
        try await finish(try await claims(.store("media"), run, ledger), run, ledger)
        #expect(try await claims(.node("edge"), run, ledger).isEmpty, "nor before that is confirmed")
        let confirms = try await claims(.store("media"), run, ledger)
        #expect(confirms.map(\.kind) == [.confirm])
        try await finish(confirms, run, ledger)

        let purges = try await claims(.node("edge"), run, ledger)
        #expect(purges.map(\.pass) == [1, 1])
        try await finish(purges, run, ledger)
        #expect(try await claims(.node("edge"), run, ledger).isEmpty, "the rebound is not due yet")
        #expect(try await round(.dark(.gone), at: "edge", run, ledger) == 0, "nor is any probe")
        fixture.clock.advance(by: .seconds(2))
        let rebounds = try await claims(.node("edge"), run, ledger)
        #expect(rebounds.map(\.pass) == [2, 2])
        let keys = Set((purges + rebounds).compactMap { $0.attempt?.key })
        #expect(keys.count == 4, "a rebound is a new purge with a new key")
        try await finish(rebounds, run, ledger)
        #expect(try await round(.dark(.gone), at: "edge", run, ledger) == 2)
    }

    @Test func `dark needs two rounds in a row at every edge, spaced`() async throws {
        let ledger = try await fixture.open()
        let run = try await probing(ledger)
        for round in 1...2 {
            for edge in ["edge", "origin"] {
                #expect(try await self.round(.dark(.gone), at: edge, run, ledger) == 1)
                #expect(try await self.round(.dark(.gone), at: edge, run, ledger) == 0, "rounds are spaced")
            }
            let sums = try fixture.reader().look { try $0.conservation(of: run) }
            #expect(sums.dark == (round == 2 ? 1 : 0))
            #expect(sums.holds)
            fixture.clock.advance(by: .seconds(31))
        }
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 1)
    }

    @Test func `a link that is lit is purged again with a new key, and starts over`() async throws {
        let ledger = try await fixture.open()
        let run = try await probing(ledger)
        _ = try await round(.dark(.gone), at: "edge", run, ledger)
        fixture.clock.advance(by: .seconds(31))
        _ = try await round(.lit(.served), at: "edge", run, ledger)
        #expect(try await claims(.node("edge"), run, ledger).isEmpty, "after a pause")
        fixture.clock.advance(by: .seconds(31))
        let again = try await claims(.node("edge"), run, ledger)
        #expect(again.map(\.pass) == [3])
        try await finish(again, run, ledger)
        fixture.clock.advance(by: .seconds(31))
        _ = try await round(.dark(.gone), at: "edge", run, ledger)
        #expect(try fixture.reader().look { try $0.conservation(of: run) }.dark == 0)
    }

    @Test(arguments: [LinkVerdict.unknown(.timedOut), .unknown(.unproven), .dark(.blocked)])
    func neverCountsAsDark(verdict: LinkVerdict) async throws {
        let ledger = try await fixture.open()
        let run = try await probing(ledger)
        for _ in 1...5 {
            for edge in ["edge", "origin"] { _ = try await round(verdict, at: edge, run, ledger) }
            fixture.clock.advance(by: .seconds(31))
        }
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.dark == 0)
        #expect(try await ledger.change { try $0.closeIfFinished(run) } == false)
    }

    @Test func `a crash leaves intents unknown, and they are sent again with the same key`() async throws {
        var ledger: Ledger? = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: try #require(ledger))
        let lost = try await claims(.store("media"), run, try #require(ledger))
        ledger = nil
        let next = try await fixture.open()
        try await next.change { try $0.startApplying(run, count: nil, by: LedgerFixture.person) }
        let again = try await claims(.store("media"), run, next)
        #expect(again.map { $0.attempt?.key } == lost.map { $0.attempt?.key })
        #expect(again.map { $0.attempt?.number } != lost.map { $0.attempt?.number })
        #expect(again.first?.failures == 0, "an interruption is not a failure")
        let outcomes = try fixture.texts("SELECT coalesce(outcome, 'open') FROM attempt ORDER BY number")
        #expect(outcomes == ["unknown", "open"])
    }

    @Test func `an exemption wins until the intent is written`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a"), LedgerFixture.item("b")], in: ledger)
        let clip = try #require(ClipID("a"))
        try await ledger.change { try $0.decide(.exemption, on: clip, until: nil, by: LedgerFixture.person) }
        let taken = try await claims(.store("media"), run, ledger)
        #expect(taken.count == 1)
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.exempt == 1)
        #expect(sums.acted == 1)
        #expect(sums.holds)
    }

    @Test func `an exemption that has expired does not count`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let clip = try #require(ClipID("a"))
        let expiry = fixture.clock.now.advanced(by: .seconds(5))
        try await ledger.change {
            try $0.decide(.exemption, on: clip, until: expiry, by: LedgerFixture.person)
        }
        fixture.clock.advance(by: .seconds(6))
        #expect(try await claims(.store("media"), run, ledger).count == 1)
    }

    @Test func `a hold keeps the bytes and nothing else`() async throws {
        let ledger = try await fixture.open()
        let clip = try #require(ClipID("a"))
        try await ledger.change { try $0.decide(.hold, on: clip, until: nil, by: LedgerFixture.person) }
        let run = try await probing(ledger, isDeleted: true)
        for _ in 1...2 {
            for edge in ["edge", "origin"] { _ = try await round(.dark(.gone), at: edge, run, ledger) }
            fixture.clock.advance(by: .seconds(31))
        }
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await claims(.store("media"), run, ledger).isEmpty, "held")
        try await ledger.change { try $0.removeDecision(.hold, on: clip, by: LedgerFixture.person) }
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await claims(.store("media"), run, ledger).map(\.kind) == [.delete])
    }

    @Test func `one item that always fails is set aside, and its other steps go on`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying(
            [LedgerFixture.item("a", links: 2), LedgerFixture.item("b")],
            in: ledger
        )
        try await finish(try await claims(.store("media"), run, ledger), run, ledger)
        try await finish(try await claims(.store("media"), run, ledger), run, ledger)
        let purges = try await claims(.node("edge"), run, ledger)
        let failing = try #require(purges.first)
        let receipt = StepReceipt(
            claim: failing,
            outcome: .refused,
            status: 500,
            detail: nil,
            next: .setAside(cause: "it answered 500", skippingRest: false)
        )
        try await ledger.change { try $0.record([receipt], of: run, LedgerFixture.timing) }
        try await finish(Array(purges.dropFirst()), run, ledger)
        fixture.clock.advance(by: .seconds(2))
        #expect(try await claims(.node("edge"), run, ledger).count == 2)
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.setAside == 1)
        #expect(sums.holds)
    }

    @Test func `a step of an item that left the run is not taken again`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 3)], in: ledger)
        let taken = try await claims(.store("media"), run, ledger)
        let ends: [StepReceipt.Next] = [
            .setAside(cause: "another object", skippingRest: true), .retry(after: .zero), .handBack,
        ]
        let receipts = zip(taken, ends).map {
            StepReceipt(claim: $0, outcome: .unknown, status: nil, detail: nil, next: $1)
        }
        try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        fixture.clock.advance(by: .seconds(60))
        #expect(try await claims(.store("media"), run, ledger).isEmpty)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        #expect(try fixture.reader().look { try $0.conservation(of: run) }.setAside == 1)
    }

    @Test func `a guard that holds a plan back needs its exact count`() async throws {
        let ledger = try await fixture.open()
        let items = try (0..<3).map { try LedgerFixture.item("clip\($0)") }
        let header = try LedgerFixture.header()
        let plan = try await ledger.change { transaction in
            let run = try transaction.beginPlan(
                header,
                exemptions: header.listsDigest,
                by: LedgerFixture.person
            )
            let page = InventoryProgress(
                source: 0,
                cursor: "{}",
                rows: 100,
                clips: 100,
                badRows: [],
                isLast: true
            )
            try transaction.commitPage(page, of: run, items: items)
            return try transaction.seal(run, guard: .standard)
        }
        #expect(plan.isBlocked)
        for count in [nil, 2, 4] {
            await #expect(throws: LedgerError.self) {
                try await ledger.change {
                    try $0.startApplying(plan.run, count: count, by: LedgerFixture.person)
                }
            }
        }
        try await ledger.change { try $0.startApplying(plan.run, count: 3, by: LedgerFixture.person) }
    }

    /// A run of one item, whose links are due to be probed.
    private func probing(_ ledger: Ledger, isDeleted: Bool = false) async throws -> RunID {
        let run = try await fixture.applying([LedgerFixture.item("a", isDeleted: isDeleted)], in: ledger)
        try await finish(try await claims(.store("media"), run, ledger), run, ledger)
        try await finish(try await claims(.store("media"), run, ledger), run, ledger)
        try await finish(try await claims(.node("edge"), run, ledger), run, ledger)
        fixture.clock.advance(by: .seconds(2))
        try await finish(try await claims(.node("edge"), run, ledger), run, ledger)
        return run
    }
}
