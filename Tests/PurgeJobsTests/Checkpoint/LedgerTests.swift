import Foundation
import GRDB
import Testing

@testable import PurgeJobs

@Suite struct LedgerTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    @Test func `a commit is synced before it returns: WAL with synchronous FULL`() async throws {
        let ledger = try await fixture.open()
        let settings = try await ledger.change { transaction in
            (
                try String.fetchOne(transaction.db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(transaction.db, sql: "PRAGMA synchronous"),
                try Int.fetchOne(transaction.db, sql: "PRAGMA wal_autocheckpoint")
            )
        }
        #expect(settings.0 == "wal")
        #expect(settings.1 == 2)
        #expect(settings.2 == 0)
    }

    @Test func `directory and files are for their owner alone`() async throws {
        let ledger = try await fixture.open()
        _ = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let files = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path)
        #expect(files.contains("ledger.sqlite-wal"))
        for path in [fixture.directory.path] + files.map({ fixture.directory.path + "/" + $0 }) {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect((mode ?? 0o777) & 0o077 == 0, "\(path)")
        }
    }

    @Test func `a directory that others can read is refused`() async throws {
        try FileManager.default.createDirectory(
            atPath: fixture.directory.path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755]
        )
        await #expect(throws: LedgerError.self) { _ = try await fixture.open() }
    }

    @Test func `a second process is told who holds the ledger`() async throws {
        let ledger = try await fixture.open()
        do {
            _ = try await fixture.open()
            Issue.record("the lock was given twice")
        } catch let error as LedgerError {
            guard case .locked(let holder) = error.cause else { throw error }

            #expect(holder.contains("purge test"))
            #expect(holder.contains("\(ProcessInfo.processInfo.processIdentifier)"))
        }
        #expect(ledger.fence == 1)
    }

    @Test func `each opening raises the fence, and an old fence changes nothing`() async throws {
        var first: Ledger? = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: try #require(first))
        first = nil
        let second = try await fixture.open()
        #expect(second.fence == 2)
        await #expect(throws: LedgerError.self) {
            try await second.change {
                try $0.record([try Self.anyReceipt(of: run, $0)], of: run, LedgerFixture.timing)
            }
        }
    }

    private static func anyReceipt(of run: RunID, _ transaction: LedgerTransaction) throws -> StepReceipt {
        let claim = try #require(try transaction.claim(.store("media"), of: run, limit: 1).first)
        return StepReceipt(claim: claim, outcome: .done, status: nil, detail: nil, next: .finish)
    }

    @Test func `what happened is recorded even when the task that records it is cancelled`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let claims = try await ledger.change { try $0.claim(.store("media"), of: run, limit: 1) }
        try await LedgerFixture.inCancelledTask {
            let receipts = claims.map {
                StepReceipt(claim: $0, outcome: .done, status: nil, detail: nil, next: .finish)
            }
            try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        }
        #expect(try fixture.texts("SELECT outcome FROM attempt") == ["done"])
    }

    @Test func `a change that is refused is undone alone, in whatever group it was`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<60 {
                group.addTask {
                    do {
                        try await ledger.change { transaction in
                            try transaction.append(.verified, run: run.number, ["index": "\(index)"])
                            if index.isMultiple(of: 3) { throw transaction.refuse("every third") }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 40)
        #expect(try fixture.integer("SELECT count(*) FROM event WHERE kind = 'verified'") == 40)
        #expect(try fixture.reader().look { try AuditVerifier($0).verify(nil) }.flaws.isEmpty)
    }

    @Test func `after the first change that cannot be made durable every other is refused`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        await #expect(throws: LedgerError.self) {
            try await ledger.change { transaction in
                let pages = try Int.fetchOne(transaction.db, sql: "PRAGMA page_count") ?? 0
                try transaction.db.execute(sql: "PRAGMA max_page_count = \(pages)")
                for index in 0..<5000 {
                    try transaction.append(
                        .verified,
                        run: run.number,
                        ["filler": "\(index) of many long words"]
                    )
                }
            }
        }
        do {
            _ = try await ledger.change { try $0.append(.verified, run: run.number, [:]) }
            Issue.record("the ledger went on after it was full")
        } catch {
            guard case .cannotWrite = error.cause else { throw error }
        }
    }

    @Test func `a ledger of an older Purge is refused to readers until somebody brings it up to date`()
        async throws
    {
        try fixture.directory.prepare()
        let queue = try fixture.raw()
        try LedgerSchema.migrator.migrate(queue, upTo: "0001 first light")
        try queue.close()
        let error = #expect(throws: LedgerError.self) { try fixture.reader() }
        #expect(error?.description.contains("older Purge") == true)
        _ = try await fixture.open()
        #expect(try fixture.reader().look { try $0.runs(limit: 1) }.isEmpty)
    }

    @Test func `a ledger that a newer Purge wrote is refused`() async throws {
        var ledger: Ledger? = try await fixture.open()
        #expect(ledger != nil)
        ledger = nil
        try await fixture.raw().write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 of the future')")
        }
        await #expect(throws: LedgerError.self) { _ = try await fixture.open() }
        #expect(throws: LedgerError.self) { _ = try fixture.reader() }
    }
}
