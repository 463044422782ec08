import GRDB
import Testing

@testable import PurgeJobs

/// The schema refuses what cannot be, whatever the code does.
@Suite struct LedgerSchemaTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    /// Statements that break a rule, on a run that is being applied.
    static let impossible = [
        // R2: the plan is closed.
        "INSERT INTO item (run, number, clip, state, stage, visibility, bytes, category) "
            + "SELECT id, 99, x'61', 'planned', 0, 'unknown', 'present', 'g' FROM run",
        "INSERT INTO link (run, number, item, family, host, url, isProven) SELECT id, 99, 1, 'f', 'h', x'61', 1 FROM run",
        "INSERT INTO step (run, number, item, kind, place, link, state) "
            + "SELECT id, 99, 1, 'purge', 'node/edge', 1, 'waiting' FROM run",
        "INSERT INTO sight (run, link, edge, item, visibility, reason) SELECT id, 9, 'e', 1, 'unknown', 'unseen' FROM run",
        // What happened stays as it was written.
        "UPDATE event SET payload = '{}' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM attempt",
        "UPDATE attempt SET outcome = 'unknown'",
        // States that cannot be.
        "UPDATE run SET state = 'walking'",
        "UPDATE run SET planDigest = NULL",
        "UPDATE run SET state = 'sent'",
        "UPDATE run SET endedAt = 1",
        "UPDATE run SET effects = 5000",
        "UPDATE step SET state = 'sent'",
        "UPDATE step SET state = 'intent' WHERE kind = 'confirm'",
        "UPDATE step SET state = 'ready', due = NULL",
        "UPDATE step SET state = 'waiting', due = 5",
        "UPDATE step SET link = NULL WHERE kind = 'purge'",
        "UPDATE step SET target = x'61' WHERE kind = 'purge'",
        "UPDATE step SET pass = 2 WHERE kind = 'disable'",
        "UPDATE sight SET wanted = 'both'",
        "UPDATE sight SET visibility = 'dark', reason = 'blocked', streak = 2, isSettled = 1",
        "UPDATE sight SET isSettled = 1",
        // What a search for relatives found is the plan's, and final.
        "INSERT INTO relativeSearch (run) SELECT id FROM run",
        "INSERT INTO relative (run, number, relation, item, clip) SELECT id, 1, 'sameVideo', 1, x'61' FROM run",
        "UPDATE relativeSearch SET shortfall = 'none'",
        "UPDATE item SET videoStart = -1",
        // Nor does what rules found change, or what they mean grow.
        "INSERT INTO match (run, item, list, line, rule, evidence) SELECT id, 1, 'r', 1, 'metadata', 'x' FROM run",
        "INSERT INTO ruleFinding (run, list, line, clip) SELECT id, 'r', 1, x'61' FROM run",
        "INSERT INTO ruleSum (run, list, line, named, more, moreViews) SELECT id, 'r', 1, 0, 0, 0 FROM run",
        "UPDATE entry SET kind = 'guessed'",
        // A promise is of something that was sent, and kept as it was given; a size is of something that was there.
        "INSERT INTO operation (run, step, acceptedAt, deadline) SELECT id, 1, 1, 2 FROM run",
        "UPDATE object SET identity = NULL",
        "UPDATE sight SET streak = 2",
        "UPDATE item SET open = -1",
        "UPDATE item SET state = 'setAside', cause = NULL",
        "UPDATE ledger SET id = 2",
    ]

    @Test(arguments: impossible)
    func refuses(statement: String) async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        try await ledger.change { transaction in
            let claims = try transaction.claim(.store("media"), of: run, limit: 1)
            let receipts = claims.map {
                StepReceipt(claim: $0, outcome: .done, status: nil, detail: nil, next: .finish)
            }
            try transaction.record(receipts, of: run, LedgerFixture.timing)
        }
        do {
            try await ledger.change { try $0.db.execute(sql: statement) }
            Issue.record("accepted: \(statement)")
        } catch {
            guard case .impossible = error.cause else { throw error }
        }
    }

    /// Statements that run for every group or item: none may walk a whole run.
    static let hot = [
        "UPDATE step SET state = 'ready', due = 1 WHERE run = 1 AND item = 1 AND kind = 'purge' AND state = 'waiting'",
        "UPDATE sight SET due = 1 WHERE run = 1 AND item = 1 AND isSettled = 0",
        "SELECT DISTINCT place FROM step WHERE run = 1 AND item = 1 AND kind = 'purge' AND state = 'done'",
        "SELECT sum(visibility = 'lit') FROM sight WHERE run = 1 AND item = 1",
        "SELECT min(place) FROM step WHERE run = 1 AND place > 'a' AND state = 'ready'",
        "SELECT number FROM step WHERE run = 1 AND place = 'a' AND state = 'ready' AND due <= 5 ORDER BY due LIMIT 1",
        "SELECT link FROM sight WHERE run = 1 AND edge = 'a' AND due <= 5 ORDER BY due LIMIT 1",
        "SELECT count(*) FROM attempt WHERE run = 1 AND outcome IS NULL",
        "SELECT max(number) FROM attempt WHERE run = 1",
        "SELECT s.number, p.url FROM step s LEFT JOIN operation p ON p.run = s.run AND p.step = s.number "
            + "WHERE s.run = 1 AND s.place = 'a' AND s.state = 'ready' AND s.due <= 5 ORDER BY s.due LIMIT 1",
        "SELECT e.state FROM match m LEFT JOIN entry e ON e.run = m.run AND e.list = m.list AND e.line = m.line "
            + "WHERE m.run = 1 AND m.item = 1",
    ]

    @Test(arguments: hot)
    func walksNoWholeRun(statement: String) async throws {
        _ = try await fixture.open()
        let steps = try fixture.plan(of: statement)
        let isLastRow = statement.contains("max(")
        #expect(isLastRow || !steps.contains { $0.hasPrefix("SCAN") || $0.hasSuffix("PRIMARY KEY (run=?)") })
    }

    /// What each migration has always made: a change here would be in new ledgers only, and old ones would refuse it.
    static let shapes = [
        ("0001 first light", "bb83549de7b510cf335513ccb24f3622e3ae9394632d4d0379ea1d7bdb2badd2"),
        ("0002 guards", "f2da4bc5df69c74cb76d43676de99b026acb46769684316db95693c7d67e6329"),
        ("0003 tombstones on a schedule", "604fa3bba7b5ac6c54216c29b364c4a9af540987b3269f290ac842c13a2be847"),
        (
            "0004 blocks, tags, revocations, restores",
            "62c7c5b5e3b843b16c7a357967f121fff3d8fd7958a86af9efcc278a6fbf0748"
        ),
        ("0005 pauses and throttles", "26a5947446d4c834f809b75865db0c9e6f5bf146847731b4ecdd7c0923d316eb"),
        ("0006 notifications", "087d54fd1f7e00f75c0e66a7c78f1299fbcad02f4e23d5c5de5557dae4e526ba"),
        ("0007 relatives", "b8383f46a99c597465f1aa6c7d8f73c73f57e1dc0ac5fcdf70a5cb9146d91ecf"),
        ("0008 what stores promise", "b58d188b41d82e021de1a294c295a08406e1c101d2e25aad8599cb81c1740a23"),
        ("0009 preservation", "e26109592f9332e67153eab90a6f480c9bb6f013eabfe1e851fd5333f0b1992f"),
        ("0010 rules", "288a851500fb9cac0a107f1dc04bf2169477cfdf422c8e7363b187e0ac5ece68"),
    ]

    @Test(arguments: shapes)
    func migrationIsNeverEdited(name: String, shape: String) throws {
        try fixture.directory.prepare()
        let queue = try fixture.raw()
        try LedgerSchema.migrator.migrate(queue, upTo: name)
        let sql =
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY type, name"
        var writer = CanonicalWriter()
        for text in try queue.read({ try String.fetchAll($0, sql: sql) }) { writer.add(text.utf8) }
        #expect(writer.digest.description == shape, "append a migration that rebuilds the table instead")
    }

    @Test func `an older ledger's steps and sights are kept as they were`() throws {
        try fixture.directory.prepare()
        let queue = try fixture.raw()
        try LedgerSchema.migrator.migrate(queue, upTo: "0003 tombstones on a schedule")
        let rows = """
            INSERT INTO document VALUES (zeroblob(32), x'01');
            INSERT INTO run (id, state, job, site, jobPath, sitePath, jobDigest, siteDigest, listsDigest,
                exemptionsDigest, tool, createdAt, fence)
                VALUES (1, 'walking', 'j', 's', 'j', 's', zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(32), 't', 1, 1);
            INSERT INTO step (run, number, item, kind, place, object, state, due, tries)
                VALUES (1, 1, 1, 'disable', 'store/m', 1, 'ready', 5, 2), (1, 2, 1, 'confirm', 'store/m', 1, 'waiting', NULL, 0);
            INSERT INTO step (run, number, item, kind, place, link, state, pass)
                VALUES (1, 3, 1, 'purge', 'node/e', 1, 'done', 4);
            INSERT INTO sight (run, link, edge, item, visibility, reason, streak, isSettled, round)
                VALUES (1, 1, 'e', 1, 'dark', 'gone', 2, 1, 7);
            """
        try queue.write { try $0.execute(sql: rows) }
        func content() throws -> [String] {
            try queue.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT json_array(run, number, item, kind, place, object, link, state, due, tries, pass) FROM step
                        UNION ALL SELECT json_array(run, link, edge, visibility, reason, streak, isSettled, round) FROM sight
                        """
                )
            }
        }
        let before = try content()
        try LedgerSchema.migrator.migrate(queue)
        #expect(try before.count == 4 && content() == before)
        #expect(try fixture.texts("SELECT DISTINCT wanted FROM sight") == ["dark"])
    }

    @Test func `an older ledger's entries and matches are kept, as those of lists`() throws {
        try fixture.directory.prepare()
        let queue = try fixture.raw()
        try LedgerSchema.migrator.migrate(queue, upTo: "0007 relatives")
        let rows = """
            INSERT INTO document VALUES (zeroblob(32), x'01');
            INSERT INTO run (id, state, job, site, jobPath, sitePath, jobDigest, siteDigest, listsDigest,
                exemptionsDigest, tool, createdAt, fence)
                VALUES (1, 'walking', 'j', 's', 'j', 's', zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(32), 't', 1, 1);
            INSERT INTO entry (run, list, line, category, value, state) VALUES (1, 'l', 7, 'c', 'x', 'matched');
            INSERT INTO match (run, item, list, line, rule, evidence)
                VALUES (1, 1, 'l', 7, 'clipID', 'x'), (1, 1, 'l', 7, 'url', 'y'), (1, 2, 'l', 7, 'hash', 'z');
            """
        try queue.write { try $0.execute(sql: rows) }
        let matches = "SELECT json_array(run, item, list, line, rule, evidence) FROM match"
        let before = try fixture.texts(matches)
        try LedgerSchema.migrator.migrate(queue)
        #expect(try before.count == 3 && fixture.texts(matches) == before)
        #expect(try fixture.texts("SELECT kind FROM entry") == ["listed"])
    }

    @Test func `every migration has its shape here`() {
        #expect(LedgerSchema.migrator.migrations == Self.shapes.map(\.0))
    }

    @Test func `nothing is attempted before a plan is applied`() async throws {
        let ledger = try await fixture.open()
        let plan = try await fixture.sealed([LedgerFixture.item("a")], in: ledger)
        #expect(try await ledger.change { try $0.claim(.store("media"), of: plan.run, limit: 9) }.isEmpty)
        await #expect(throws: LedgerError.self) {
            try await ledger.change { transaction in
                try transaction.db.execute(
                    sql: "UPDATE step SET state = 'ready', due = 0 WHERE kind = 'disable'"
                )
                _ = try transaction.claim(.store("media"), of: plan.run, limit: 9)
            }
        }
    }
}
