import Foundation
import Testing

@testable import PurgeJobs

@Suite struct PlannerTests {
    static let hash = String(repeating: "ab", count: 32)

    private func platform(_ clips: Int) throws -> PlatformFiles {
        let files = try PlatformFiles()
        for index in 0..<clips { try files.store("clip\(index)") }
        return files
    }

    private func rows(_ range: Range<Int>) -> String {
        range.map { PlatformFiles.row("clip\($0)", thumbnail: "t\($0)") }.joined()
    }

    @Test func `a plan names links, objects, steps and controls, and adds up`() async throws {
        let files = try platform(20)
        try files.folder.write(rows(0..<20), as: "clips.jsonl")
        try files.folder.write("clip3\nclip7\nnobody\n*\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let plan = try await files.plan(takedown)
        #expect(plan.effects == 2)
        #expect(plan.clips == 20)
        let items = try files.items(of: plan.run)
        #expect(items.map(\.clip.description) == ["clip3", "clip7"])
        #expect(items.allSatisfy { $0.links == 3 })
        let (sums, controls) = try files.fixture.reader().look {
            (try $0.conservation(of: plan.run), try $0.controls(of: plan.run))
        }
        #expect(sums.holds)
        #expect(sums.reported == 4 && sums.matched == 2 && sums.notFound == 1 && sums.malformed == 1)
        #expect(controls == ControlPicker.count * 3)
        #expect(try files.fixture.integer("SELECT count(*) FROM step WHERE kind = 'disable'") == 4)
        #expect(try files.fixture.integer("SELECT count(*) FROM step WHERE kind = 'purge'") == 6)
        #expect(try files.fixture.integer("SELECT count(*) FROM sight") == 12)
    }

    @Test func `a walk that was stopped goes on to the very same plan`() async throws {
        var digests: Set<Digest> = []
        for stops in [0, 1, 3] {
            let files = try platform(30)
            try files.folder.write(rows(0..<3000), as: "clips.jsonl")
            let list = (0..<30).map { "clip\($0)" }.joined(separator: "\n")
            try files.folder.write(list, as: "ids.txt")
            let takedown = try files.takedown(
                inventories: ["clips.jsonl"],
                lists: [("ids", "clipIDs", "ids.txt")]
            )
            for _ in 0..<stops { try await interrupt(takedown, files) }
            let plan = try await files.plan(takedown)
            #expect(plan.effects == 30)
            #expect(plan.clips == 3000)
            digests.insert(try Self.shape(of: plan.run, files))
        }
        #expect(digests.count == 1)
    }

    /// Stops a walk after its first page.
    private func interrupt(_ takedown: Takedown, _ files: PlatformFiles) async throws {
        let stop = StopSignal()
        let ledger = try await files.fixture.open()
        await #expect(throws: PlanError.self) {
            _ = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: stop) { _ in stop.finish()
            }
        }
    }

    /// What a plan says but for the paths and inodes of its platform.
    private static func shape(of run: RunID, _ files: PlatformFiles) throws -> Digest {
        var writer = CanonicalWriter()
        let queries = [
            "SELECT hex(clip) || state FROM item ORDER BY clip", "SELECT hex(url) FROM link ORDER BY 1",
            "SELECT hex(url) || hex(clip) FROM control ORDER BY 1", "SELECT hex(key) FROM object ORDER BY 1",
        ]
        for text in try queries.flatMap({ try files.fixture.texts($0) }) { writer.add(text.utf8) }
        return writer.digest
    }

    @Test func `a page whose items cannot be written does not move the cursor`() async throws {
        let files = try platform(30)
        try files.folder.write(rows(0..<3000), as: "clips.jsonl")
        try files.folder.write("clip3\nclip7\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        _ = try await files.fixture.open()
        try files.fixture.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON item BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        await #expect(throws: LedgerError.self) { _ = try await files.plan(takedown) }
        try files.fixture.execute("DROP TRIGGER broken")
        #expect(try await files.plan(takedown).effects == 2)
    }

    @Test func `a source that changed meanwhile is walked anew`() async throws {
        let files = try platform(3)
        try files.folder.write(rows(0..<3000), as: "clips.jsonl")
        try files.folder.write("clip1\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        try await interrupt(takedown, files)
        try files.folder.write(rows(1..<2500), as: "clips.jsonl")
        let plan = try await files.plan(takedown)
        #expect(plan.clips == 2499)
        #expect(try files.fixture.integer("SELECT count(*) FROM run WHERE state = 'discarded'") == 1)
    }

    @Test func `a clip of two inventories has the links of both, and a contradiction is told`() async throws {
        let files = try platform(2)
        let other = String(repeating: "cd", count: 32)
        try files.folder.write(PlatformFiles.row("clip0", thumbnail: "a", sha256: Self.hash), as: "one.jsonl")
        let row = PlatformFiles.row("clip0", thumbnail: "b", sha256: other)
        try files.folder.write(row + PlatformFiles.row("clip1"), as: "two.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["one.jsonl", "two.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let items = try files.items(of: try await files.plan(takedown).run)
        #expect(items.count == 1)
        #expect(items.first?.links == 4)
        #expect(items.first?.conflict != nil)
    }

    @Test(arguments: [true, false])
    func aMatchByHashInOneInventoryGathersTheLinksOfTheOther(isFirst: Bool) async throws {
        let files = try platform(2)
        try files.folder.write(
            PlatformFiles.row("clip0", thumbnail: "a", sha256: Self.hash),
            as: "hashes.jsonl"
        )
        try files.folder.write(
            PlatformFiles.row("clip0", thumbnail: "b") + PlatformFiles.row("clip1"),
            as: "plain.jsonl"
        )
        try files.folder.write(Self.hash + "\n", as: "hashes.txt")
        let inventories = isFirst ? ["hashes.jsonl", "plain.jsonl"] : ["plain.jsonl", "hashes.jsonl"]
        let takedown = try files.takedown(
            inventories: inventories,
            lists: [("hashes", "sha256", "hashes.txt")]
        )
        let plan = try await files.plan(takedown)
        #expect(try files.items(of: plan.run).map(\.links) == [4])
        #expect(plan.clips == 3)
    }

    @Test func `too many bad rows stop the walk, and nothing is planned`() async throws {
        let files = try platform(1)
        try files.folder.write(rows(0..<100) + "not a clip\n", as: "clips.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        let lists = [(name: "ids", of: "clipIDs", file: "ids.txt")]
        await #expect(throws: PlanError.self) {
            _ = try await files.plan(try files.takedown(inventories: ["clips.jsonl"], lists: lists))
        }
        let lenient = try files.takedown(inventories: ["clips.jsonl"], lists: lists, badRows: "1%")
        let plan = try await files.plan(lenient)
        let badRows = try files.fixture.reader().look { snapshot in
            var lines: [Int] = []
            try snapshot.forEachBadRow(of: plan.run) { _, line, _ in lines.append(line) }
            return lines
        }
        #expect(badRows == [101])
    }

    @Test func `a truncated inventory never makes a plan`() async throws {
        let files = try platform(1)
        try files.folder.write(rows(0..<100).dropLast(4).utf8, as: "clips.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        await #expect(throws: InventoryError.self) { _ = try await files.plan(takedown) }
        #expect(try files.fixture.integer("SELECT count(*) FROM run WHERE state = 'sealed'") == 0)
    }

    @Test func `an empty list plans nothing`() async throws {
        let files = try platform(1)
        try files.folder.write(rows(0..<10), as: "clips.jsonl")
        try files.folder.write("# nothing\n\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        await #expect(throws: ListError.self) { _ = try await files.plan(takedown) }
    }

    @Test func `links of a family without an object in the store are never proven`() async throws {
        let files = try platform(0)
        try files.store("clip1")
        try files.folder.write(rows(0..<5), as: "clips.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        _ = try await files.plan(takedown)
        #expect(try files.fixture.integer("SELECT count(*) FROM link WHERE isProven = 1") == 0)
        #expect(try files.fixture.integer("SELECT count(*) FROM link WHERE isProven = 0") == 3)
        #expect(
            try files.fixture.integer("SELECT count(DISTINCT clip) FROM control") == 1,
            "only what is alive"
        )
    }

    @Test func `a plan is stale when a file has changed, a day has passed, or a later run was applied`()
        async throws
    {
        let files = try platform(5)
        try files.folder.write(rows(0..<5), as: "clips.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let plan = try await files.plan(takedown)
        func check(after age: Duration = .zero) throws {
            try files.fixture.reader().look { snapshot in
                let run = try snapshot.run(plan.run)
                try takedown.refuseStale(run, in: snapshot, now: files.fixture.clock.now.advanced(by: age))
            }
        }
        try check()
        #expect(throws: PlanError.self) { try check(after: .seconds(86_401)) }
        try files.folder.write("clip0\nclip1\n", as: "ids.txt")
        #expect(throws: PlanError.self) { try check() }
        try files.folder.write("clip0\n", as: "ids.txt")
        try check()
        try files.folder.write(PlatformFiles.site + "\n# another", as: "site.yaml")
        #expect(throws: PlanError.self) { try check() }
    }

    @Test func `a clip that is down already is not planned again`() async throws {
        let files = try platform(3)
        try files.folder.write(rows(0..<3), as: "clips.jsonl")
        try files.folder.write("clip0\nclip1\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let first = try await files.plan(takedown)
        try FileManager.default.removeItem(atPath: files.folder.path + "/www/v/clip0")
        try files.fixture.execute("INSERT INTO tombstone (clip, run, darkAt) SELECT clip, run, 1 FROM item")
        #expect(first.effects == 2)
        let second = try await files.plan(takedown)
        #expect(second.effects == 1, "clip1 has a tombstone and is there again")
        let sums = try files.fixture.reader().look { try $0.conservation(of: second.run) }
        #expect(sums.alreadyDown == 1)
        #expect(sums.holds)
    }
}
