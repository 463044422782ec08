import Foundation
import Testing

@testable import PurgeJobs

/// Holds that ask for it have bytes put aside, whenever they come; what is put aside is not destroyed by a run.
@Suite struct PreservingTests {
    let fixture: LedgerFixture
    private let clip: ClipID
    private let bytes = PreservedBytes(
        digest: Digest(stored: [UInt8](repeating: 9, count: 32)),
        size: 10,
        way: .moved
    )

    init() throws {
        fixture = try LedgerFixture()
        clip = try #require(ClipID("a"))
    }

    private func item(isDeleted: Bool = false) throws -> PlannedItem {
        var item = try LedgerFixture.item("a", isDeleted: isDeleted)
        for index in item.objects.indices { item.objects[index].isPreservable = true }
        return item
    }

    @discardableResult
    private func work(
        _ place: StepPlace,
        _ run: RunID,
        _ ledger: Ledger,
        outcome: StepReceipt.Outcome = .done
    ) async throws -> [StepKind] {
        let bytes = bytes
        return try await ledger.change { transaction in
            let claims = try transaction.claim(place, of: run, limit: 99)
            let receipts = claims.map { claim in
                var receipt = claim.receipt(outcome, nil, nil, .finish)
                if claim.kind == .preserve { receipt.preserved = bytes }
                return receipt
            }
            try transaction.record(receipts, of: run, LedgerFixture.timing)
            return claims.map(\.kind)
        }
    }

    private func hold(_ ledger: Ledger, preserves: Bool = true) async throws {
        let clip = clip
        try await ledger.change { transaction in
            try transaction.decide(
                .hold,
                on: clip,
                until: nil,
                preserves: preserves,
                by: LedgerFixture.person
            )
        }
    }

    private func lift(_ ledger: Ledger) async throws {
        let clip = clip
        try await ledger.change { try $0.removeDecision(.hold, on: clip, by: LedgerFixture.person) }
    }

    /// From the first disable to the last round, without what is preserved.
    private func darken(_ run: RunID, _ ledger: Ledger) async throws {
        for place in [StepPlace.store("media"), .store("media"), .node("edge")] {
            try await work(place, run, ledger)
        }
        fixture.clock.advance(by: .seconds(3))
        try await work(.node("edge"), run, ledger)
        for edge in ["edge", "origin", "edge", "origin"] {
            try await ledger.change { transaction in
                let results = try transaction.dueSights(at: edge, of: run, limit: 99)
                    .map { ProbeResult(sight: $0, verdict: .dark(.gone), status: nil) }
                try transaction.recordRound(results, at: edge, node: nil, of: run, LedgerFixture.timing)
            }
            fixture.clock.advance(by: .seconds(31))
        }
    }

    private func itemBytes(_ run: RunID) throws -> [String] {
        try fixture.texts("SELECT bytes FROM item WHERE run = \(run.number)")
    }

    private func close(_ run: RunID, _ ledger: Ledger) async throws -> Bool {
        try await ledger.change { try $0.closeIfFinished(run) }
    }

    @Test func `without a hold nothing is put aside, and the run ends as ever`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([item()], in: ledger)
        try await darken(run, ledger)
        #expect(try await work(.preservation("media"), run, ledger).isEmpty)
        #expect(try await close(run, ledger))
        #expect(try itemBytes(run) == ["hidden"])
        let steps = try fixture.reader().look { try $0.steps(of: run) }
        #expect(!steps.contains { $0.labels.contains("preserve") })
    }

    @Test func `a hold that asks for nothing keeps the bytes where they are`() async throws {
        let ledger = try await fixture.open()
        try await hold(ledger, preserves: false)
        let run = try await fixture.applying([item()], in: ledger)
        try await darken(run, ledger)
        #expect(try await work(.preservation("media"), run, ledger).isEmpty)
        #expect(try await close(run, ledger))
    }

    @Test func `bytes are put aside once they are hidden, and purges do not wait for it`() async throws {
        let ledger = try await fixture.open()
        try await hold(ledger)
        let run = try await fixture.applying([item()], in: ledger)
        #expect(try await work(.preservation("media"), run, ledger).isEmpty, "it is still served")
        #expect(try await work(.store("media"), run, ledger) == [.disable])
        #expect(try await work(.preservation("media"), run, ledger).isEmpty, "nobody confirmed it yet")
        #expect(try await work(.store("media"), run, ledger) == [.confirm])
        #expect(try await work(.node("edge"), run, ledger) == [.purge])
        try await darken(run, ledger)
        #expect(try await !close(run, ledger), "the run does not end before it is put aside")
        #expect(try await work(.preservation("media"), run, ledger) == [.preserve])
        #expect(try itemBytes(run) == ["preserved"])
        #expect(try await close(run, ledger))
        let kept = try fixture.reader().look { try $0.preserved(of: clip) }
        #expect(kept.map(\.bytes) == [bytes] && kept.map(\.run) == [run])
        #expect(try fixture.reader().look { try AuditVerifier($0).verify(nil) }.flaws == [])
    }

    @Test func `a hold that comes after the run opens it again`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([item()], in: ledger)
        try await darken(run, ledger)
        #expect(try await close(run, ledger))
        try await hold(ledger)
        #expect(try fixture.reader().look { try $0.run(run) }.state == .applying)
        #expect(try await work(.preservation("media"), run, ledger) == [.preserve])
        #expect(try await close(run, ledger))
        #expect(try itemBytes(run) == ["preserved"])
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.holds && sums.dark == 1, "it stayed dark all the while")
        #expect(try fixture.reader().look { try AuditVerifier($0).verify(nil) }.flaws == [])
    }

    @Test func `a deletion waits for a hold, and for what is preserved`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([item(isDeleted: true)], in: ledger)
        try await darken(run, ledger)
        try await hold(ledger)
        #expect(try await work(.preservation("media"), run, ledger) == [.preserve])
        fixture.clock.advance(by: .seconds(4 * 3600))
        #expect(try await work(.store("media"), run, ledger).isEmpty, "it is held")
        try await lift(ledger)
        fixture.clock.advance(by: .seconds(4 * 3600))
        #expect(try await work(.store("media"), run, ledger).isEmpty, "it is preserved still")
        let (clip, person) = (clip, LedgerFixture.person)
        try await ledger.change { transaction in
            for object in try transaction.beginEnding(of: clip, as: .released, by: person) {
                try transaction.end(object, as: .released)
            }
        }
        #expect(try itemBytes(run) == ["hidden"])
        fixture.clock.advance(by: .seconds(4 * 3600))
        #expect(try await work(.store("media"), run, ledger) == [.delete])
        #expect(try itemBytes(run) == ["erased"])
        #expect(try await close(run, ledger))
    }

    @Test func `what is held is neither released nor destroyed`() async throws {
        let ledger = try await fixture.open()
        try await hold(ledger)
        let run = try await fixture.applying([item()], in: ledger)
        try await darken(run, ledger)
        try await work(.preservation("media"), run, ledger)
        let (clip, person) = (clip, LedgerFixture.person)
        await #expect(throws: LedgerError.self) {
            try await ledger.change { try $0.beginEnding(of: clip, as: .destroyed, by: person) }
        }
        try await lift(ledger)
        let claims = try await ledger.change { try $0.claims(on: clip) }
        #expect(claims.contains(.preserved), "no restore while its bytes are elsewhere")
        try await ledger.change { transaction in
            let objects = try transaction.beginEnding(of: clip, as: .destroyed, by: person)
            #expect(objects.count == 1)
            for object in objects { try transaction.end(object, as: .destroyed) }
        }
        #expect(try itemBytes(run) == ["erased"])
        await #expect(throws: LedgerError.self, "nothing is left to destroy") {
            try await ledger.change { try $0.beginEnding(of: clip, as: .destroyed, by: person) }
        }
        #expect(try fixture.integer("SELECT count(*) FROM preserved") == 1, "the record stays")
        #expect(try fixture.reader().look { try AuditVerifier($0).verify(nil) }.flaws == [])
    }

    @Test func `what was released is put aside anew for another hold`() async throws {
        let ledger = try await fixture.open()
        try await hold(ledger)
        let run = try await fixture.applying([item()], in: ledger)
        try await darken(run, ledger)
        try await work(.preservation("media"), run, ledger)
        #expect(try await close(run, ledger))
        try await lift(ledger)
        let (clip, person) = (clip, LedgerFixture.person)
        try await ledger.change { transaction in
            for object in try transaction.beginEnding(of: clip, as: .released, by: person) {
                try transaction.end(object, as: .released)
            }
        }
        try await hold(ledger)
        #expect(try await work(.preservation("media"), run, ledger) == [.preserve])
        #expect(
            try fixture.integer(
                "SELECT count(DISTINCT key) FROM attempt a JOIN step s "
                    + "ON s.run = a.run AND s.number = a.step WHERE s.kind = 'preserve'"
            ) == 2,
            "another pass, another key"
        )
        #expect(try itemBytes(run) == ["preserved"])
    }

    @Test(arguments: [
        (["group": Duration.seconds(60)], Duration.seconds(60)),
        (["group": .zero], .zero),
        (["other": .seconds(60)], .seconds(7200)),
    ])
    func aCategoryMayHaveATimeOfItsOwn(times: [String: Duration], expected: Duration) async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([item(isDeleted: true)], in: ledger)
        let timing = RunTiming(
            rebound: [:],
            deleteAfter: .seconds(7200),
            deleteByCategory: times,
            verification: VerificationPolicy()
        )
        let due = try await ledger.change { transaction in
            try transaction.advance(1, of: run, from: .probe, timing)
            var due: Timestamp?
            try transaction.snapshot.forEachItem(of: run) { due = $0.deletion }
            return due
        }
        #expect(due == fixture.clock.now.advanced(by: expected))
    }
}
