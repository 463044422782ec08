import Testing

@testable import PurgeJobs

/// What was taken down comes back when nothing claims it any more; claims are counted.
@Suite struct RestoringTests {
    let fixture: LedgerFixture
    private let clip: ClipID

    init() throws {
        fixture = try LedgerFixture()
        clip = try #require(ClipID("a"))
    }

    private func work(_ place: StepPlace, _ run: RunID, _ ledger: Ledger) async throws -> [StepClaim] {
        try await ledger.change { transaction in
            let claims = try transaction.claim(place, of: run, limit: 99)
            try transaction.record(
                claims.map { $0.receipt(.done, nil, nil, .finish) },
                of: run,
                LedgerFixture.timing
            )
            return claims
        }
    }

    private func rounds(_ verdict: LinkVerdict, _ run: RunID, _ ledger: Ledger) async throws {
        for edge in ["edge", "origin", "edge", "origin"] {
            try await ledger.change { transaction in
                let results = try transaction.dueSights(at: edge, of: run, limit: 99)
                    .map { ProbeResult(sight: $0, verdict: verdict, status: nil) }
                try transaction.recordRound(results, at: edge, node: nil, of: run, LedgerFixture.timing)
            }
            fixture.clock.advance(by: .seconds(31))
        }
    }

    /// A run that took clip `a` down, with a block, and is closed.
    private func closed(_ ledger: Ledger) async throws -> RunID {
        var item = try LedgerFixture.item("a")
        item.targets[0].blockers = ["edge"]
        let run = try await fixture.applying([item], in: ledger)
        _ = try await work(.denyList("edge"), run, ledger)
        for place in [StepPlace.store("media"), .store("media"), .node("edge")] {
            _ = try await work(place, run, ledger)
        }
        fixture.clock.advance(by: .seconds(3))
        _ = try await work(.node("edge"), run, ledger)
        try await rounds(.dark(.gone), run, ledger)
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        fixture.clock.advance(by: .seconds(1))
        return run
    }

    /// A run that finds the clip down already, and so wants it down as well.
    private func later(_ ledger: Ledger) async throws -> RunID {
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 0)], in: ledger)
        #expect(try fixture.texts("SELECT state FROM item WHERE run = \(run.number)") == ["alreadyDown"])
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        return run
    }

    private func planned(_ runs: [RunID], _ ledger: Ledger) async throws -> RunID {
        var header = try LedgerFixture.header([])
        header = PlanHeader(
            job: "restore",
            site: header.site,
            jobFile: header.jobFile,
            siteFile: header.siteFile,
            listsDigest: header.listsDigest,
            sources: [],
            purpose: .restore
        )
        let (plan, clip) = (header, clip)
        return try await ledger.change { transaction in
            let run = try transaction.beginPlan(
                plan,
                exemptions: transaction.exemptionsDigest(),
                by: LedgerFixture.person
            )
            let match = Match(list: "restore", line: 1, category: "restore", rule: .clipID, evidence: "a")
            let item = try #require(
                try transaction.restoration(of: clip, from: runs, families: ["video"], match)
            )
            try transaction.bringBack(item, releasing: runs, in: run)
            return try transaction.seal(run, guard: LedgerFixture.generous).run
        }
    }

    private func start(_ run: RunID, _ ledger: Ledger) async throws {
        try await ledger.change { try $0.startApplying(run, count: nil, by: LedgerFixture.person) }
    }

    @Test func `what a run hid and blocked is put back, unblocked, purged and seen lit`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        let restore = try await planned([run], ledger)
        #expect(try await ledger.change { try $0.claims(on: clip) } == [.run(run)], "a plan releases nothing")
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 1)
        try await start(restore, ledger)
        #expect(try await ledger.change { try $0.claims(on: clip) }.isEmpty)
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 1, "nothing was put back yet")

        let objects = try await work(.store("media"), restore, ledger)
        #expect(objects.map(\.kind) == [.restore])
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 0)
        guard case .object(_, _, _, hiddenBy: run) = objects.first?.target else {
            return #expect(Bool(false), "it lies where its run put it")
        }
        #expect(try await work(.denyList("edge"), restore, ledger).map(\.kind) == [.unblock])
        #expect(try await ledger.change { try $0.blockedLinks(at: .denyList("edge")) }.isEmpty)
        #expect(try await work(.node("edge"), restore, ledger).map(\.kind) == [.purge])
        fixture.clock.advance(by: .seconds(3))
        _ = try await work(.node("edge"), restore, ledger)
        try await rounds(.lit(.served), restore, ledger)
        let sums = try fixture.reader().look { try $0.conservation(of: restore) }
        #expect(sums.holds && sums.isAllLit)
        #expect(try await ledger.change { try $0.closeIfFinished(restore) })
        #expect(try fixture.texts("SELECT bytes FROM item WHERE run = \(restore.number)") == ["present"])
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 0, "it is not watched any more")
        let finding = try fixture.reader().look { try AuditVerifier($0).verify(nil) }
        #expect(finding.flaws.isEmpty)
    }

    @Test func `what stays dark is purged again, and the run goes on`() async throws {
        let ledger = try await fixture.open()
        let restore = try await planned([closed(ledger)], ledger)
        try await start(restore, ledger)
        for place in [StepPlace.store("media"), .denyList("edge"), .node("edge")] {
            _ = try await work(place, restore, ledger)
        }
        fixture.clock.advance(by: .seconds(3))
        _ = try await work(.node("edge"), restore, ledger)
        try await ledger.change { transaction in
            let results = try transaction.dueSights(at: "edge", of: restore, limit: 9)
                .map { ProbeResult(sight: $0, verdict: .dark(.gone), status: 404) }
            try transaction.recordRound(results, at: "edge", node: "edge", of: restore, LedgerFixture.timing)
        }
        fixture.clock.advance(by: .seconds(40))
        #expect(
            try await work(.node("edge"), restore, ledger).map(\.pass) == [3],
            "a cached refusal is purged"
        )
        let sums = try fixture.reader().look { try $0.conservation(of: restore) }
        #expect(sums.holds && sums.dark == 1 && !sums.isAllLit)
    }

    @Test func `every run, hold and unfinished run that wants the clip down counts`() async throws {
        let ledger = try await fixture.open()
        let (first, second) = (try await closed(ledger), try await later(ledger))
        #expect(try await ledger.change { try $0.claims(on: clip) } == [.run(first), .run(second)])
        #expect(try await ledger.change { try $0.runs(touching: clip) } == [first, second])
        try await ledger.change { transaction in
            try transaction.decide(.hold, on: clip, until: nil, by: LedgerFixture.person)
        }
        #expect(try await ledger.change { try $0.claims(on: clip) }.count == 3)
        let open = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let claims = try await ledger.change { try $0.claims(on: clip) }
        #expect(claims.contains(.unfinished(open)) && claims.count == 4)
        _ = try await ledger.change { try $0.claim(.store("media"), of: open, limit: 1) }
        #expect(try await ledger.change { try $0.claims(on: clip) }.contains(.attempt(open)))
    }

    @Test func `a claim that comes after the plan wins`() async throws {
        let ledger = try await fixture.open()
        let restore = try await planned([closed(ledger)], ledger)
        try await start(restore, ledger)
        try await ledger.change { transaction in
            try transaction.decide(.hold, on: clip, until: nil, by: LedgerFixture.person)
        }
        #expect(try await work(.store("media"), restore, ledger).isEmpty)
        #expect(try await work(.denyList("edge"), restore, ledger).isEmpty)
        #expect(try fixture.texts("SELECT state FROM item WHERE run = \(restore.number)") == ["setAside"])
        #expect(try await ledger.change { try $0.blockedLinks(at: .denyList("edge")) }.count == 1)
        #expect(try fixture.integer("SELECT count(*) FROM tombstone") == 1, "what stays down is watched")
        let claims = try await ledger.change { try $0.claims(on: clip) }
        #expect(claims.count == 2, "its run claims it again, beside the hold")
    }

    @Test func `a block that could not be lifted can be lifted by another restore`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        let restore = try await planned([run], ledger)
        try await start(restore, ledger)
        try await ledger.change { transaction in
            let claims = try transaction.claim(.denyList("edge"), of: restore, limit: 9)
            let next = StepReceipt.Next.setAside(cause: "edge answered 500", skippingRest: false)
            #expect(try transaction.blockedLinks(at: .denyList("edge")).isEmpty)
            let receipts = claims.map { $0.receipt(.refused, 500, nil, next) }
            try transaction.record(receipts, of: restore, LedgerFixture.timing)
        }
        #expect(try await ledger.change { try $0.blockedLinks(at: .denyList("edge")) }.count == 1)
        #expect(try await ledger.change { try $0.claims(on: clip) } == [.run(run)])
        let again = try await planned([run], ledger)
        #expect(
            try fixture.texts("SELECT kind FROM step WHERE run = \(again.number) AND kind = 'unblock'").count
                == 1
        )
    }

    @Test func `a step that failed keeps none of its item's other steps from going on`() async throws {
        let ledger = try await fixture.open()
        let restore = try await planned([closed(ledger)], ledger)
        try await start(restore, ledger)
        try await ledger.change { transaction in
            let claims = try transaction.claim(.store("media"), of: restore, limit: 9)
            let next = StepReceipt.Next.setAside(cause: "another object", skippingRest: false)
            let receipts = claims.map { $0.receipt(.different, nil, nil, next) }
            try transaction.record(receipts, of: restore, LedgerFixture.timing)
        }
        #expect(try await work(.denyList("edge"), restore, ledger).map(\.kind) == [.unblock])
    }

    @Test func `a restore that a person ended has released nothing`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        let restore = try await planned([run], ledger)
        try await start(restore, ledger)
        try await ledger.change { try $0.cancel(restore, by: LedgerFixture.person) }
        #expect(try await ledger.change { try $0.claims(on: clip) } == [.run(run)])
        #expect(try await ledger.change { try $0.runs(touching: clip) } == [run])
    }

    @Test func `an exemption, which is why clips are brought back, does not keep one down`() async throws {
        let ledger = try await fixture.open()
        let restore = try await planned([closed(ledger)], ledger)
        try await ledger.change { transaction in
            try transaction.decide(.exemption, on: clip, until: nil, by: LedgerFixture.person)
        }
        try await start(restore, ledger)
        #expect(try await work(.store("media"), restore, ledger).count == 1)
    }

    @Test func `destroyed bytes are named, and nothing claims to bring them back`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", isDeleted: true)], in: ledger)
        for place in [StepPlace.store("media"), .store("media"), .node("edge")] {
            _ = try await work(place, run, ledger)
        }
        fixture.clock.advance(by: .seconds(3))
        _ = try await work(.node("edge"), run, ledger)
        try await rounds(.dark(.gone), run, ledger)
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await work(.store("media"), run, ledger).map(\.kind) == [.delete])
        let match = Match(list: "restore", line: 1, category: "restore", rule: .clipID, evidence: "a")
        let item = try await ledger.change {
            try $0.restoration(of: clip, from: [run], families: ["video"], match)
        }
        #expect(item?.objects.isEmpty == true)
        #expect(item?.cause?.contains("destroyed") == true)
    }

    @Test func `a plan that is given up releases nothing`() async throws {
        let ledger = try await fixture.open()
        let run = try await closed(ledger)
        let restore = try await planned([run], ledger)
        try await ledger.change { try $0.discard(restore, because: "a test") }
        #expect(try fixture.integer("SELECT count(*) FROM release") == 0)
        #expect(try await ledger.change { try $0.claims(on: clip) } == [.run(run)])
    }
}
