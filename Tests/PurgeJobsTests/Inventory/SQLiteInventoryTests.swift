import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// Inventories in the tables of real databases, written by SQLite itself.
@Suite struct SQLiteInventoryTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private var path: String { folder.path + "/clips.sqlite" }

    private func make(_ sql: String...) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            for statement in sql { try db.execute(sql: statement) }
        }
        try queue.close()
    }

    private func source(
        table: String = "clips",
        key: String? = nil,
        fields: InventoryFields = .standard,
        pageRows: Int = 1000
    ) throws -> any InventorySource {
        var settings = SQLiteInventory.Settings(files: [path], table: table, key: key, fields: fields)
        settings.pageRows = pageRows
        return try InventoryKind.sqlite(settings).sources(of: [])[0]
    }

    /// What `purge now` makes of these targets and the database beside them.
    private func emergency(
        _ files: PlatformFiles,
        clips: [String] = [],
        urls: [String] = []
    ) throws -> Takedown {
        let order = try EmergencyOrder(
            clips: clips,
            urls: urls,
            list: nil,
            inventories: [path + "#clips"],
            isDeleted: false,
            deadline: .seconds(60)
        )
        return try Takedown(order, site: files.folder.path + "/site.yaml", environment: [:])
    }

    private func ids(_ clips: [Clip]) -> [String] { clips.map(\.id.description) }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `a walk by key finds every row once, and from any cursor the same rest`(pageRows: Int) async throws {
        try make(
            "CREATE TABLE clips (id TEXT PRIMARY KEY, view_count INTEGER)",
            "INSERT INTO clips WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 24) SELECT 'clip-' || (i * 7 % 25), i FROM n"
        )
        let whole = try await InventoryWalk(source(pageRows: pageRows))
        #expect(ids(whole.clips) == (0..<25).map { "clip-\($0)" }.sorted())
        #expect(whole.clips.allSatisfy { $0.views != nil } && whole.rows == 25)
        for (cursor, known) in zip(whole.cursors, whole.known) {
            // As another process has it, from the ledger.
            let rest = try await InventoryWalk(
                source(pageRows: 2 * pageRows),
                after: InventoryCursor(text: cursor.text)
            )
            #expect(rest.clips == Array(whole.clips[known.clips...]))
            #expect(rest.cursors.last?.rows == 25)
        }
    }

    @Test func `keys of every type keep their order over pages`() async throws {
        try make(
            "CREATE TABLE clips (id TEXT NOT NULL, k UNIQUE NOT NULL)",
            "INSERT INTO clips VALUES ('minus', -5), ('nine', 9), ('ten', 10), ('text nine', '9'), ('quote', 'a''b\"'), ('blob', x'00ff'), ('empty', '')"
        )
        let walk = try await InventoryWalk(source(key: "k", pageRows: 1))
        #expect(ids(walk.clips) == ["minus", "nine", "ten", "empty", "text nine", "quote", "blob"])
    }

    @Test func `values come as they are, and what is none makes a bad row`() async throws {
        let hash = String(repeating: "ab", count: 32)
        try make(
            "CREATE TABLE clips (n INTEGER PRIMARY KEY, id, url TEXT, view_count, sha256, video_id, vod_offset, duration REAL)",
            "INSERT INTO clips VALUES (1, 'a', 'https://clips.test/a', 12, x'\(hash)', 99, 60, 29.5)",
            "INSERT INTO clips VALUES (2, 'b', NULL, NULL, '\(hash)', NULL, 'soon', NULL)",
            "INSERT INTO clips VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
            "INSERT INTO clips VALUES (4, 'c', NULL, 'many', NULL, NULL, NULL, NULL)",
            "INSERT INTO clips VALUES (5, CAST(x'ff' AS TEXT), NULL, NULL, NULL, NULL, NULL, NULL)"
        )
        let walk = try await InventoryWalk(source(key: "n", pageRows: 2))
        #expect(ids(walk.clips) == ["a", "b"])
        let first = try #require(walk.clips.first)
        #expect(first.urls["url"] == LinkURL("https://clips.test/a".utf8.map { $0 }) && first.views == 12)
        #expect(first.footage == Footage(video: Array("99".utf8), start: 60_000, length: 29_500))
        #expect(walk.clips.allSatisfy { $0.hashes.map(\.description) == ["sha256:\(hash)"] })
        #expect(walk.badRows.map(\.line) == [3, 4, 5])
    }

    @Test(arguments: [
        ("CREATE TABLE clips (id TEXT)", "is not unique"),
        ("CREATE TABLE clips (id TEXT, other TEXT, UNIQUE (id, other))", "is not unique"),
        ("CREATE TABLE clips (id TEXT UNIQUE); INSERT INTO clips VALUES (NULL)", "is NULL or a fraction"),
        ("CREATE TABLE clips (id REAL UNIQUE); INSERT INTO clips VALUES (1.5)", "is NULL or a fraction"),
        ("CREATE TABLE others (id TEXT PRIMARY KEY)", "it has no table 'clips', only 'others'"),
        ("CREATE TABLE clips (slug TEXT PRIMARY KEY)", "no column 'id'"),
        ("PRAGMA encoding = 'UTF-16'; CREATE TABLE clips (id TEXT PRIMARY KEY)", "not UTF-8"),
    ])
    func `a table whose rows could be overlooked is refused`(sql: String, saying: String) async throws {
        try make(sql)
        do {
            _ = try await source().page(after: nil)
            Issue.record("it was read")
        } catch let error as InventoryError {
            #expect(error.description.contains(saying), "\(error)")
        }
    }

    @Test func `what is no database is refused, and nothing is written to one`() async throws {
        try folder.write("no database at all, but long enough to be looked at as one", as: "clips.sqlite")
        await #expect(throws: InventoryError.self) { try await source().page(after: nil) }
        try FileManager.default.removeItem(atPath: path)
        try make("CREATE TABLE clips (id TEXT PRIMARY KEY)", "INSERT INTO clips VALUES ('a')")
        let before = try Data(contentsOf: URL(filePath: path))
        _ = try await InventoryWalk(source())
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func `another database in its place, or another shape, is a change`() async throws {
        try make("CREATE TABLE clips (id TEXT PRIMARY KEY)", "INSERT INTO clips VALUES ('a'), ('b')")
        let cursor = try await source(pageRows: 1).page(after: nil).cursor
        try make("ALTER TABLE clips ADD COLUMN more TEXT")
        let changed = InventoryError(source: path, cause: .changed)
        await #expect(throws: changed) { try await source().page(after: cursor) }
    }

    @Test func `clips are looked up without a walk, however many`() async throws {
        try make(
            "CREATE TABLE clips (id TEXT PRIMARY KEY, url TEXT)",
            "INSERT INTO clips WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999) SELECT 'clip-' || i, 'https://a.test/' || i FROM n"
        )
        let lookup = try #require(try source() as? any ClipLookup)
        let asked =
            try (0..<1200).map { try #require(ClipID("clip-\($0 * 2)")) } + [
                try #require(ClipID("nobody' OR 1"))
            ]
        let page = try await lookup.page(of: asked)
        #expect(Set(page.clips.map(\.id)) == Set(asked.dropLast()) && page.isLast && page.rows == 1200)
        #expect(try await lookup.page(after: page.cursor).rows == 0)
    }

    @Test(arguments: ["", "TEXT", "INTEGER", "BLOB", "NUMERIC"])
    func `an id is found whatever the type of its column and its value`(type: String) async throws {
        try make("CREATE TABLE clips (id \(type) UNIQUE)", "INSERT INTO clips VALUES (7), (8)")
        let lookup = try #require(try source() as? any ClipLookup)
        let page = try await lookup.page(of: [try #require(ClipID("7")), try #require(ClipID("07"))])
        #expect(Set(ids(page.clips)) == ["7"])
    }

    @Test func `an emergency that cannot ask its inventory leaves no plan behind`() async throws {
        let files = try PlatformFiles()
        try make("CREATE TABLE others (id TEXT PRIMARY KEY)")
        let takedown = try emergency(files, clips: ["clip7"])
        await #expect(throws: InventoryError.self) { _ = try await files.plan(takedown) }
        #expect(try files.fixture.texts("SELECT state FROM run") == ["discarded"])
    }

    @Test func `a URL that only the database knows is looked for by a walk`() async throws {
        let files = try PlatformFiles()
        try files.store("clip7")
        try make(
            "CREATE TABLE clips (id TEXT PRIMARY KEY, thumbnail_url TEXT)",
            "INSERT INTO clips VALUES ('clip6', 'http://img.test/t6'), ('clip7', 'http://img.test/t7')"
        )
        let takedown = try emergency(files, urls: ["http://img.test/t7"])
        let plan = try await files.plan(takedown)
        #expect(try files.items(of: plan.run).map(\.clip.description).contains("clip7"))
        #expect(try files.fixture.integer("SELECT count(*) FROM step WHERE kind = 'disable'") == 2)
    }

    @Test func `an emergency asks a database for the links of its clips and walks nothing`() async throws {
        let files = try PlatformFiles()
        try files.store("clip7")
        try make(
            "CREATE TABLE clips (id TEXT PRIMARY KEY, thumbnail_url TEXT)",
            "INSERT INTO clips WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99) SELECT 'clip' || i, 'http://img.test/t' || i FROM n"
        )
        let takedown = try emergency(files, clips: ["clip7"])
        let plan = try await files.plan(takedown)
        #expect(plan.effects == 1)
        #expect(
            try files.fixture.integer(
                "SELECT count(*) FROM link WHERE CAST(url AS TEXT) = 'http://img.test/t7'"
            ) == 1
        )
        #expect(
            try files.fixture.integer("SELECT rows FROM source WHERE number = 0") == 1,
            "one row was read of a hundred"
        )
    }
}
