import Testing

@testable import PurgeJobs

/// What is lit is never given up, though its purge failed so often that a person was told; and it keeps nobody else waiting.
@Suite struct NeverGivenUpTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func work(
        _ place: StepPlace,
        _ run: RunID,
        _ ledger: Ledger,
        _ outcome: StepReceipt.Outcome = .done,
        _ next: StepReceipt.Next = .finish
    ) async throws -> Int {
        try await ledger.change { transaction in
            let claims = try transaction.claim(place, of: run, limit: 9)
            let receipts = claims.map { $0.receipt(outcome, nil, nil, next) }
            try transaction.record(receipts, of: run, LedgerFixture.timing)
            return claims.count
        }
    }

    private func look(_ verdict: LinkVerdict, at edge: String, _ run: RunID, _ ledger: Ledger) async throws {
        try await ledger.change { transaction in
            let results = try transaction.dueSights(at: edge, of: run, limit: 9)
                .map { ProbeResult(sight: $0, verdict: verdict, status: nil) }
            let node = edge == "edge" ? edge : nil
            try transaction.recordRound(results, at: edge, node: node, of: run, LedgerFixture.timing)
        }
        fixture.clock.advance(by: .seconds(31))
    }

    /// A run whose only purge was given up, and that looks at its links.
    private func givenUp(_ ledger: Ledger) async throws -> RunID {
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        for _ in 1...2 { _ = try await work(.store("media"), run, ledger) }
        let cause = StepReceipt.Next.setAside(cause: "edge answered 500", skippingRest: false)
        _ = try await work(.node("edge"), run, ledger, .refused, cause)
        fixture.clock.advance(by: .seconds(3))
        return run
    }

    private func sums(_ run: RunID) throws -> Conservation {
        let sums = try fixture.reader().look { try $0.conservation(of: run) }
        #expect(sums.holds)
        return sums
    }

    @Test func `a link that is lit is purged again, and its item is the run's again when all is dark`()
        async throws
    {
        let ledger = try await fixture.open()
        let run = try await givenUp(ledger)
        try await look(.lit(.served), at: "edge", run, ledger)
        #expect(try sums(run).setAside == 1 && sums(run).litAside == 1)
        #expect(try await ledger.change { try $0.closeIfFinished(run) } == false, "lit is never given up")
        #expect(try await work(.node("edge"), run, ledger) == 1)
        fixture.clock.advance(by: .seconds(60))
        for _ in 1...2 {
            for edge in ["edge", "origin"] { try await look(.dark(.gone), at: edge, run, ledger) }
        }
        #expect(try sums(run).dark == 1 && sums(run).setAside == 0)
        #expect(try fixture.texts("SELECT kind FROM event WHERE kind = 'takenBack'") == ["takenBack"])
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
    }

    @Test func `what was set aside and is not lit keeps no run open, and dark does not undo a failed purge`()
        async throws
    {
        let ledger = try await fixture.open()
        let run = try await givenUp(ledger)
        for _ in 1...2 {
            for edge in ["edge", "origin"] { try await look(.dark(.gone), at: edge, run, ledger) }
        }
        #expect(try sums(run).setAside == 1 && sums(run).litAside == 0)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        let other = try await givenUp(ledger)
        try await look(.unknown(.timedOut), at: "edge", other, ledger)
        #expect(try await ledger.change { try $0.closeIfFinished(other) })
    }

    @Test func `a later plan leaves a clip to the run that is taking it down`() async throws {
        let ledger = try await fixture.open()
        let first = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let second = try await fixture.sealed(
            [LedgerFixture.item("a"), LedgerFixture.item("b")],
            in: ledger
        )
        #expect(second.effects == 1)
        let cause = try fixture.texts("SELECT cause FROM item WHERE state = 'alreadyDown'").first
        #expect(cause == "run \(first) is taking it down")
        #expect(
            try fixture.texts("SELECT visibility FROM item WHERE state = 'alreadyDown'") == ["unknown"]
        )
    }

    @Test func `links of an object that a former run hid have served something`() async throws {
        let ledger = try await fixture.open()
        let run = try await givenUp(ledger)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        var item = try LedgerFixture.item("a", objects: 0)
        for index in item.targets.indices { item.targets[index].isProven = false }
        let plan = try await fixture.sealed([item], in: ledger)
        #expect(plan.effects == 1)
        #expect(try fixture.integer("SELECT min(isProven) FROM link WHERE run = \(plan.run.number)") == 1)
    }
}
