import Foundation
import Testing

@testable import PurgeJobs

/// Inventories that are the served tree of a store.
@Suite struct DirectoryInventoryTests {
    let folder: ScratchFolder
    private var root: String { folder.path + "/www" }

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/www",
            withIntermediateDirectories: true
        )
    }

    /// Makes a file of those bytes beneath the root, which need be no text.
    private func make(_ path: String) throws {
        let url = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data().write(to: url)
    }

    private func patterns(_ templates: [String]) throws -> [KeyPattern] {
        let variables = [Variable(name: "q", values: ["1080", "720"])]
        return try templates.flatMap { KeyPattern.all(of: try Template($0), variables) }
    }

    private func source(
        _ templates: String...,
        pageRows: Int = 1000,
        pageFiles: Int = 50_000
    ) throws -> any InventorySource {
        let known = templates.isEmpty ? ["p/{id}.html", "v/{id}/{q}.mp4"] : templates
        var settings = DirectoryInventory.Settings(root: root, patterns: try patterns(known))
        settings.pageRows = pageRows
        settings.pageFiles = pageFiles
        return try InventoryKind.directory(settings).sources(of: [])[0]
    }

    private func ids(_ walk: InventoryWalk) -> [String] { walk.clips.map(\.id.description) }

    @Test(arguments: [1, 2, 3, 1000], [1, 2, 1000])
    func `every clip is found in the order of whole paths, and from any cursor the same rest`(
        pageRows: Int,
        pageFiles: Int
    ) async throws {
        for clip in ["a", "a.b", "a-b", "ab", "B"] {
            try make("p/\(clip).html")
            for quality in ["1080", "720", "480"] { try make("v/\(clip)/\(quality).mp4") }
        }
        try make("index.html")
        try make("p/deep/er/x.html")
        let whole = try await InventoryWalk(source(pageRows: pageRows, pageFiles: pageFiles))

        #expect(ids(whole) == ["B", "a-b", "a.b", "a", "ab", "B", "a-b", "a.b", "a", "ab"])
        #expect(whole.badRows.map(\.line) == [7] && whole.badRows[0].reason.hasSuffix("p/deep/er/x.html"))
        for (cursor, known) in zip(whole.cursors, whole.known) {
            let rest = try await InventoryWalk(
                source(pageRows: 2 * pageRows),
                after: InventoryCursor(text: cursor.text)
            )
            #expect(rest.clips == Array(whole.clips[known.clips...]))
            #expect(rest.cursors.last?.rows == whole.rows)
        }
    }

    @Test func `names are bytes`() async throws {
        try make("p/e\u{301}.html")
        try make("p/\u{e9}.html")
        // A name that is no UTF-8, which Foundation would not make.
        let script = "open(b'\(root)/p/\\xff.html', 'w')"
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/env")
        tool.arguments = ["python3", "-c", script]
        try tool.run()
        tool.waitUntilExit()

        let walk = try await InventoryWalk(source())

        #expect(walk.clips.map(\.id.bytes) == [Array("e\u{301}".utf8), Array("\u{e9}".utf8)])
        #expect(walk.badRows.count == 1)
    }

    @Test func `links are told and not followed`() async throws {
        try make("v/a/1080.mp4")
        let outside = folder.path + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try folder.write("", as: "outside/x.html")
        for (link, target) in [
            ("p", outside), ("v/b", root + "/v/a"), ("v/a/720.mp4", root + "/v/a/1080.mp4"),
        ] {
            try FileManager.default.createSymbolicLink(atPath: "\(root)/\(link)", withDestinationPath: target)
        }

        let walk = try await InventoryWalk(source())

        #expect(ids(walk) == ["a"])
        #expect(
            walk.badRows.map(\.reason)
                == ["p", "v/a/720.mp4", "v/b"].map { "it is a symbolic link, and is not followed: \($0)" }
        )
    }

    @Test func `a file that could be of two clips is of both`() async throws {
        try make("x-720.mp4")

        let walk = try await InventoryWalk(source("{id}.mp4", "{id}-{q}.mp4"))

        #expect(Set(ids(walk)) == ["x", "x-720"])
    }

    @Test func `what comes and goes while it is walked disturbs nothing else`() async throws {
        for name in ["b", "d", "f", "h"] { try make("p/\(name).html") }
        let source = try source(pageRows: 1)
        let first = try await source.page(after: nil)
        try make("p/a.html")
        try make("p/e.html")
        try FileManager.default.removeItem(atPath: root + "/p/f.html")
        let other = try self.source()

        // A walk that goes on in the same process has read the names before; another one reads them anew.
        #expect(try await ids(InventoryWalk(other, after: first.cursor)) == ["d", "e", "h"])
        try FileManager.default.removeItem(atPath: root + "/p")
        #expect(try await ids(InventoryWalk(other, after: first.cursor)) == [])
    }

    @Test func `a directory of any size is walked with a bounded number of names`() async throws {
        let names = (0..<500).map { "clip-\($0 * 7919 % 500)" }
        for name in names { try make("p/\(name).html") }
        try make("p/zz/1.txt")
        let handle = try DirectoryHandle.root(root)
        var walk = try TreeWalk(handle, after: [], source: root, limit: 8)
        var found: [String] = []
        while let entry = try walk.next() { found.append(String(decoding: entry.path, as: UTF8.self)) }

        let expected = (names.map { "p/\($0).html" } + ["p/zz/1.txt"]).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        #expect(found == expected)
        let batch = try NameBatch(of: DirectoryHandle.root(root + "/p"), after: [], limit: 8)
        var rest = batch
        var count = 0
        while rest.pop() != nil { count += 1 }
        #expect(count == 8 && !batch.isWhole)
    }

    @Test func `another root in its place is a change`() async throws {
        for name in ["a", "b"] { try make("p/\(name).html") }
        let cursor = try await source(pageRows: 1).page(after: nil).cursor
        try FileManager.default.moveItem(atPath: root, toPath: root + ".old")
        try make("p/a.html")

        let changed = InventoryError(source: root, cause: .changed)
        await #expect(throws: changed) { try await source().page(after: cursor) }
    }

    @Test func `what is no root is refused`() throws {
        try folder.write("", as: "file")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: root)
        for name in ["file", "link", "nobody"] {
            let settings = DirectoryInventory.Settings(root: "\(folder.path)/\(name)", patterns: [])
            #expect(throws: InventoryError.self) { try InventoryKind.directory(settings).sources(of: []) }
        }
    }

    @Test func `a store is an inventory of its own clips`() async throws {
        let files = try PlatformFiles()
        for index in 0..<12 { try files.store("clip\(index)") }
        try files.folder.write("clip3\nclip11\nnobody\n", as: "ids.txt")
        let job = """
            job: test
            inventories: [{kind: directory, store: media}, {kind: jsonLines, files: [rows.jsonl]}]
            lists: [{name: ids, of: clipIDs, file: ids.txt, category: ids}]
            guard: {items: 1000, share: 100%}

            """
        try files.folder.write(PlatformFiles.row("clip3", thumbnail: "t3"), as: "rows.jsonl")
        let path = try files.folder.write(job, as: "job.yaml")
        let takedown = try Takedown(job: path, site: files.folder.path + "/site.yaml", environment: [:])

        let plan = try await files.plan(takedown)

        #expect(plan.effects == 2)
        #expect(try files.fixture.integer("SELECT rows FROM source WHERE number = 0") == 12)
        #expect(try files.items(of: plan.run).map { $0.links } == [2, 3])
    }

    @Test(arguments: [
        ("{kind: directory}", "the key 'store' is missing"),
        ("{kind: directory, store: nobody}", "the site has no store 'nobody'"),
        ("{kind: directory, store: media, families: [pagee]}", "no family 'pagee' has objects in this store"),
        (
            "{kind: directory, store: media, families: [thumbnail]}",
            "no family 'thumbnail' has objects in this store"
        ),
        ("{kind: directory, store: media, fields: {id: x}}", "the key is unknown"),
        (
            "{kind: directory, store: media}, {kind: directory, store: media}",
            "another inventory of the job walks this store"
        ),
        ("{kind: directory, store: media}", "no inventory has the field 'thumbnail_url'"),
    ])
    func `what would find nothing is refused`(inventories: String, saying: String) {
        let job = """
            job: nightly
            inventories: [\(inventories)]
            lists: [{name: ids, of: clipIDs, file: ids.txt, category: ids}]

            """
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(job)
        }
        #expect(complaints.contains { $0.problem.contains(saying) }, "\(complaints)")
    }
}
