import Testing

@testable import PurgeJobs

@Suite struct RequestSpoolTests {
    @Test func `the holder does what another command asks, and answers`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let spool = RequestSpool(fixture.directory)
        let clip = try #require(ClipID("a"))
        let added = try spool.post(LedgerRequest(.addExemption, clip: clip, by: LedgerFixture.person))
        let run = RunID(at: fixture.clock.now)
        let refused = try spool.post(LedgerRequest(.cancel, run: run, by: LedgerFixture.person))
        try await RequestDesk(ledger: ledger, stop: StopSignal()).attend {
            while !spool.isAnswered(refused) || !spool.isAnswered(added) { await Task.yield() }
        }
        #expect(spool.takeAnswer(to: added) == "")
        #expect(spool.takeAnswer(to: added) == nil)
        #expect(spool.takeAnswer(to: refused)?.contains("no run") == true)
        #expect(spool.withdraw(added) == false, "what was taken cannot be withdrawn")
        #expect(try await ledger.change { try $0.exemption(of: clip) } == "a test")
    }

    @Test func `a request that is withdrawn is not done`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let spool = RequestSpool(fixture.directory)
        let clip = try #require(ClipID("a"))
        let name = try spool.post(LedgerRequest(.addHold, clip: clip, by: LedgerFixture.person))
        #expect(spool.withdraw(name))
        try await RequestDesk(ledger: ledger, stop: StopSignal()).attend {}
        #expect(spool.takeAnswer(to: name) == nil)
    }

    @Test func `cancelling the run at hand ends it`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let spool = RequestSpool(fixture.directory)
        let name = try spool.post(LedgerRequest(.cancel, run: run, by: LedgerFixture.person))
        try await RequestDesk(ledger: ledger, stop: StopSignal()).attend {
            while !spool.isAnswered(name) { await Task.yield() }
        }
        #expect(try await ledger.change { try $0.claim(.store("media"), of: run, limit: 9) }.isEmpty)
    }
}
