import Testing

@testable import PurgeJobs

/// What was taken down is looked at on a schedule, and taken up again when it is back.
@Suite struct TombstoneTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    /// A run of clip `a` that went dark and was closed.
    private func closed(_ ledger: Ledger) async throws -> RunID {
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 0)], in: ledger)
        for _ in 1...2 {
            try await ledger.change { transaction in
                let claims = try transaction.claim(.node("edge"), of: run, limit: 9)
                let receipts = claims.map { $0.receipt(.done, 200, nil, .finish) }
                try transaction.record(receipts, of: run, LedgerFixture.timing)
            }
            fixture.clock.advance(by: .seconds(3))
        }
        for _ in 1...2 {
            for edge in ["edge", "origin"] {
                try await ledger.change { transaction in
                    let results = try transaction.dueSights(at: edge, of: run, limit: 9)
                        .map { ProbeResult(sight: $0, verdict: .dark(.gone), status: 404) }
                    try transaction.recordRound(results, at: edge, node: nil, of: run, LedgerFixture.timing)
                }
            }
            fixture.clock.advance(by: .seconds(31))
        }
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        return run
    }

    private func look(
        _ ledger: Ledger,
        _ verdict: LinkVerdict,
        _ presence: DueTombstone.Presence = .absent
    ) async throws -> [TombstoneEnd] {
        try await ledger.change { transaction in
            try transaction.dueTombstones(limit: 9).map { tombstone in
                let seen = try ["edge", "origin"].map { edge in
                    let sights = try transaction.sights(at: edge, of: tombstone.run, item: tombstone.item)
                    let results = sights.map { ProbeResult(sight: $0, verdict: verdict, status: 404) }
                    return (edge: edge, results: results)
                }
                return try transaction.recordWatch(tombstone, seen, presence)
            }
        }
    }

    @Test func `looks come after an hour, a day, a week, thirty days, and then once a month`() async throws {
        let ledger = try await fixture.open()
        _ = try await closed(ledger)
        #expect(try await look(ledger, .dark(.gone)).isEmpty, "nothing is due at once")
        for wait in [1, 23, 6 * 24, 23 * 24, 30 * 24, 30 * 24] {
            fixture.clock.advance(by: .seconds(3600 * wait - 120))
            #expect(try await look(ledger, .dark(.gone)).isEmpty, "not before its time")
            fixture.clock.advance(by: .seconds(120))
            #expect(try await look(ledger, .dark(.gone)) == [.dark])
        }
    }

    @Test func `who cannot tell is asked again within the hour, and nothing counts as a look`() async throws {
        let ledger = try await fixture.open()
        _ = try await closed(ledger)
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .unknown(.timedOut)) == [.unknown])
        #expect(try await look(ledger, .dark(.gone)).isEmpty)
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .dark(.gone), .unknown) == [.unknown], "nor a store that is away")
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .dark(.gone)) == [.dark])
        #expect(try fixture.integer("SELECT looks FROM tombstone") == 1)
    }

    @Test func `a link that is lit again opens its run, and is purged with a new key`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .lit(.served)) == [.relit])
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.holds && sums.lit == 1 && sums.dark == 0)
        let claims = try await ledger.change { try $0.claim(.node("edge"), of: run, limit: 9) }
        #expect(claims.map(\.pass) == [3])
        #expect(try await ledger.change { try $0.closeIfFinished(run) } == false)
        #expect(try fixture.texts("SELECT state FROM tombstone") == ["relit"])
    }

    @Test func `what was uploaded anew is left for a person`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .lit(.served), .back) == [.returned])
        #expect(try await ledger.change { try $0.snapshot.run(run).state } == .closed)
        #expect(try fixture.integer("SELECT count(*) FROM step WHERE state = 'ready'") == 0)
    }

    @Test func `a clip that was exempted since is not looked at`() async throws {
        let ledger = try await fixture.open()
        _ = try await closed(ledger)
        let clip = try #require(ClipID("a"))
        try await ledger.change { try $0.decide(.exemption, on: clip, until: nil, by: LedgerFixture.person) }
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await look(ledger, .lit(.served)).isEmpty)
    }
}
