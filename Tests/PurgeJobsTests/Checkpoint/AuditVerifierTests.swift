import GRDB
import Testing

@testable import PurgeJobs

@Suite struct AuditVerifierTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func flaws() throws -> [String] {
        try fixture.reader().look { try AuditVerifier($0).verify(nil).flaws }
    }

    private func worked() async throws -> RunID {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 4)], in: ledger)
        let claims = try await ledger.change { try $0.claim(.store("media"), of: run, limit: 4) }
        let receipts = claims.map {
            StepReceipt(claim: $0, outcome: .done, status: nil, detail: nil, next: .finish)
        }
        try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        return run
    }

    @Test func `finds nothing in what was written as it was`() async throws {
        _ = try await worked()
        #expect(try flaws().isEmpty)
    }

    /// What somebody with the file and an editor could do, triggers dropped first.
    static let forgeries = [
        "UPDATE event SET payload = replace(payload, 'tester', 'nobody')",
        "UPDATE event SET at = at + 1 WHERE seq = 2 AND run <> 0",
        "UPDATE event SET kind = 'closed' WHERE seq = 3 AND run <> 0",
        "DELETE FROM event WHERE seq = 2 AND run <> 0",
        "DELETE FROM event WHERE run <> 0 AND seq = (SELECT max(seq) FROM event e WHERE e.run = event.run)",
        "DELETE FROM head WHERE run <> 0",
        "UPDATE head SET seq = seq - 1 WHERE run <> 0",
        "UPDATE attempt SET outcome = 'gone' WHERE number = 2",
        "UPDATE attempt SET key = zeroblob(16) WHERE number = 1",
        "DELETE FROM attempt WHERE number = 3",
    ]

    @Test(arguments: forgeries)
    func finds(forgery: String) async throws {
        _ = try await worked()
        try await fixture.raw().write { db in
            for trigger in ["eventIsFinal", "eventStays", "attemptReceiptIsFinal", "attemptStays"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: forgery)
            #expect(db.changesCount > 0)
        }
        #expect(try flaws().isEmpty == false)
    }

    @Test func `finds a sealed plan that was changed`() async throws {
        let ledger = try await fixture.open()
        _ = try await fixture.sealed([LedgerFixture.item("a")], in: ledger)
        try await ledger.change { try $0.db.execute(sql: "UPDATE link SET url = x'687474703a2f2f78'") }
        #expect(try flaws().count == 1)
    }
}
