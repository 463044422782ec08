import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// What is special to clips that are rows of a database.
@Suite struct SQLiteStoreTests {
    private func key(_ name: String = "clip-1") throws -> ObjectKey { try #require(ObjectKey(name)) }

    private func evidence(_ store: SQLiteStore, _ name: String = "clip-1") async throws -> ObjectEvidence {
        guard case .present(let evidence) = try await store.inspect(key(name)) else {
            throw StoreError(store: name, object: "", cause: .unusable("nothing is there"))
        }

        return evidence
    }

    @Test func `evidence is the row and the columns that the site names`() async throws {
        let clips = try ClipTable()
        try clips.put(Array("clip-1".utf8), "it's one")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        #expect(try await evidence(store).identity == "row:1 body='it''s one'")
    }

    @Test func `one row is changed, and nothing else of it or of others`() async throws {
        let clips = try ClipTable()
        for name in ["clip-1", "clip-2", "CLIP-1"] { try clips.put(Array(name.utf8), "body of \(name)") }
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let before = try await evidence(store)
        #expect(try await store.disable(key(), expecting: before, place: "run") == .done)
        #expect(try clips.served(Array("clip-1".utf8)) == nil)
        #expect(try clips.served(Array("clip-2".utf8)) == "body of clip-2")
        #expect(try clips.served(Array("CLIP-1".utf8)) == "body of CLIP-1")
        let rows = try await clips.connection().read {
            try String.fetchAll(
                $0,
                sql: "SELECT slug || ' ' || is_published || ' ' || body FROM clips ORDER BY rowid"
            )
        }
        #expect(rows == ["clip-1 0 body of clip-1", "clip-2 1 body of clip-2", "CLIP-1 1 body of CLIP-1"])
    }

    @Test(arguments: ["005", " 5", "5.0", "5 ", "+5", "５"])
    func aKeyIsItsBytesWhateverTheColumnTakesForEqual(other: String) async throws {
        let clips = try ClipTable(
            "CREATE TABLE clips (slug INTEGER PRIMARY KEY, is_published INTEGER NOT NULL, body TEXT)"
        )
        try clips.execute("INSERT INTO clips VALUES (5, 1, 'five')")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let five = try await evidence(store, "5")
        #expect(try await store.inspect(key(other)) == .absent)
        #expect(try await store.disable(key(other), expecting: five, place: "run") == .gone)
        #expect(try await store.disable(key("5"), expecting: five, place: "run") == .done)
    }

    @Test func `a column that takes upper case for lower case does not`() async throws {
        let clips = try ClipTable(
            "CREATE TABLE clips (slug TEXT PRIMARY KEY COLLATE NOCASE, is_published INTEGER, body TEXT)"
        )
        try clips.put(Array("Clip".utf8), "one")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        #expect(try await store.inspect(key("clip")) == .absent)
        #expect(try await evidence(store, "Clip").identity == "row:1 body='one'")
    }

    @Test func `what others hold is busy, and done when they let go`() async throws {
        let clips = try ClipTable()
        try clips.put(Array("clip-1".utf8), "one")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let before = try await evidence(store)
        let name = try key()
        let error = await clips.busy { try await store.disable(name, expecting: before, place: "run") }
        guard case .busy? = error?.cause else {
            Issue.record("it was \(String(describing: error))")
            return
        }

        #expect(try await store.disable(name, expecting: before, place: "run") == .done)
    }

    @Test func `busy is nobody's failure`() async throws {
        let clips = try ClipTable()
        try clips.put(Array("clip-1".utf8), "one")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let (name, before) = (try key(), try await evidence(store))
        let claim = StepClaim(
            step: 1,
            item: 1,
            kind: .disable,
            pass: 1,
            tries: 9,
            failures: 4,
            target: .object(store: "clips", key: name, evidence: before, hiddenBy: nil),
            attempt: (1, [UInt8](repeating: 1, count: 16))
        )
        let step = StoreStep(store: store, run: RunID(stored: 1))
        let receipt = try await clips.held { await step.receipt(of: claim, name, before) }
        guard case .postpone = receipt.next else {
            Issue.record("the item is not to blame: \(receipt.next)")
            return
        }

        #expect(receipt.outcome == .failed && !receipt.isRefusal)
    }

    @Test func `a value that is neither is left to a person, and a trigger that keeps the row is told of`()
        async throws
    {
        let clips = try ClipTable()
        try clips.put(Array("clip-1".utf8), "one")
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let before = try await evidence(store)
        try clips.execute(
            "CREATE TRIGGER keep BEFORE UPDATE ON clips WHEN OLD.is_published = 1 BEGIN SELECT RAISE(IGNORE); END"
        )
        let kept = await #expect(throws: StoreError.self) {
            try await store.disable(key(), expecting: before, place: "run")
        }
        #expect(kept?.description.contains("trigger") == true)
        try clips.execute("DROP TRIGGER keep")
        try clips.execute("UPDATE clips SET is_published = 7")
        let odd = await #expect(throws: StoreError.self) { try await store.inspect(key()) }
        #expect(odd?.isOfObject == true)
        #expect(
            try await clips.connection().read { try Int.fetchOne($0, sql: "SELECT is_published FROM clips") }
                == 7
        )
    }

    @Test(arguments: [
        ("CREATE TABLE clips (slug TEXT, is_published INTEGER, body TEXT)", "is not unique"),
        (
            "CREATE TABLE clips (slug TEXT PRIMARY KEY, published INTEGER, body TEXT)",
            "no column 'is_published'"
        ),
        ("CREATE TABLE clips (slug TEXT PRIMARY KEY, is_published INTEGER)", "no column 'body'"),
        ("CREATE TABLE other (slug TEXT PRIMARY KEY)", "no table 'clips'"),
        (
            "CREATE TABLE clips (slug TEXT PRIMARY KEY, is_published INTEGER, body TEXT) WITHOUT ROWID",
            "WITHOUT ROWID"
        ),
    ])
    func aTableInWhichRowsCannotBeToldApartIsRefused(sql: String, why: String) async throws {
        let clips = try ClipTable(sql)
        let store = SQLiteStore(name: "clips", settings: clips.settings)
        let error = await #expect(throws: StoreError.self) { try await store.inspect(key()) }
        #expect(error?.description.contains(why) == true, "\(String(describing: error))")
        #expect(error?.isOfObject == false)
    }

    @Test func `nothing can be destroyed, and the job that asks for it is refused`() throws {
        let clips = try ClipTable()
        #expect(StoreKind.sqlite(clips.settings).abilities == [.disable, .restore])
    }

    @Test func `a look writes nothing, and makes no database`() async throws {
        let clips = try ClipTable()
        let missing = SQLiteFlag.Settings(
            path: clips.folder.path + "/none.db",
            table: "clips",
            key: "slug",
            column: "is_published",
            published: .integer(1),
            hidden: .integer(0),
            evidence: []
        )
        let store = SQLiteStore(name: "clips", settings: missing)
        await #expect(throws: StoreError.self) { try await store.inspect(key()) }
        let evidence = ObjectEvidence(identity: "row:1", size: nil)
        await #expect(throws: StoreError.self) {
            try await store.disable(key(), expecting: evidence, place: "run")
        }
        #expect(!FileManager.default.fileExists(atPath: missing.path))
    }
}

extension ClipTable {
    /// What comes of work while others hold the database.
    fileprivate func busy(_ work: () async throws -> StoreOutcome) async -> StoreError? {
        do {
            _ = try await held(work)
            return nil
        } catch {
            return error as? StoreError
        }
    }
}
