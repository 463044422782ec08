import Foundation
import Testing

@testable import PurgeJobs

/// What holds a plan back, from the files that say it to the run that does not begin.
@Suite struct PlanGuardTests {
    static let hash = String(repeating: "ab", count: 32)

    private func rows(_ range: Range<Int>, _ more: String = "") -> String {
        range.map { "{\"id\":\"clip\($0)\"\(more)}\n" }.joined()
    }

    private func kinds(_ plan: SealedPlan) -> [GuardKind] { plan.stops.map(\.kind) }

    private func ids(_ files: PlatformFiles, limits: String = "items: 1000, share: 100%") throws -> Takedown {
        try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")],
            limits: limits
        )
    }

    private func begin(_ plan: SealedPlan, _ files: PlatformFiles, count: Int? = nil) async throws {
        let ledger = try await files.fixture.open()
        try await ledger.change { try $0.startApplying(plan.run, count: count, by: LedgerFixture.person) }
    }

    @Test func `an entry that matches many clips is named, and only their exact count releases the plan`()
        async throws
    {
        let files = try PlatformFiles()
        try files.folder.write(rows(0..<30, ",\"sha256\":\"\(Self.hash)\""), as: "clips.jsonl")
        try files.folder.write("# one\n\(Self.hash)\n", as: "hashes.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("hashes", "sha256", "hashes.txt")]
        )
        let plan = try await files.plan(takedown)
        #expect(kinds(plan) == [.perEntry])
        let stop = try #require(plan.stops.first)
        #expect((stop.subject, stop.observed, stop.allowed) == ("hashes, line 2", 30, 25))
        for count in [nil, 29] {
            await #expect(throws: LedgerError.self) { try await begin(plan, files, count: count) }
        }
        // The schema refuses it too, whatever the code does.
        #expect(throws: (any Error).self) {
            try files.fixture.execute("UPDATE run SET state = 'applying', startedAt = 1, progressAt = 1")
        }
        #expect(throws: (any Error).self) { try files.fixture.execute("DELETE FROM guardStop") }
        try await begin(plan, files, count: 30)
        let events = try files.fixture.texts("SELECT payload FROM event WHERE kind = 'released'")
        #expect(events.count == 1)
        for part in ["perEntry", "\(plan.digest)", "\"30\"", "tester"] { #expect(events[0].contains(part)) }
    }

    @Test func `many clips of one channel or of one account are named, whatever type their names have`()
        async throws
    {
        let files = try PlatformFiles()
        let some = rows(0..<6, ",\"broadcaster_id\":\"77\",\"creator_id\":12")
        try files.folder.write(
            some + rows(6..<9, ",\"broadcaster_id\":null,\"creator_id\":[1]"),
            as: "clips.jsonl"
        )
        try files.folder.write((0..<9).map { "clip\($0)\n" }.joined(), as: "ids.txt")
        let plan = try await files.plan(
            ids(files, limits: "items: 1000, share: 100%, perChannel: 5, perCreator: 5")
        )
        #expect(kinds(plan) == [.perChannel, .perCreator])
        #expect(plan.stops.map(\.subject) == ["77", "12"])
        #expect(plan.stops.map(\.observed) == [6, 6])
        #expect(plan.clips == 9, "a name of another type makes no row bad")
    }

    @Test func `what is exempt does not count`() async throws {
        let files = try PlatformFiles()
        try files.folder.write(rows(0..<4), as: "clips.jsonl")
        try files.folder.write("clip0\nclip1\nclip2\n", as: "ids.txt")
        do {
            let ledger = try await files.fixture.open()
            let clip = try #require(ClipID("clip1"))
            try await ledger.change {
                try $0.decide(.exemption, on: clip, until: nil, by: LedgerFixture.person)
            }
        }
        #expect(try await kinds(files.plan(ids(files, limits: "items: 2, share: 100%"))) == [])
        #expect(try await kinds(files.plan(ids(files, limits: "items: 1, share: 100%"))) == [.items])
        #expect(try await kinds(files.plan(ids(files, limits: "items: 9, share: 40%"))) == [.share])
    }

    @Test func `an inventory that is empty or shrank, and a list that shrank or grew, hold the plan back`()
        async throws
    {
        let files = try PlatformFiles()
        let takedown = try ids(files, limits: "items: 9000, share: 100%, listGrowthEntries: 10")
        func plan(clips: Int, entries: Int) async throws -> SealedPlan {
            files.fixture.clock.advance(by: .seconds(3600))
            try files.folder.write(rows(0..<clips), as: "clips.jsonl")
            try files.folder.write((0..<entries).map { "clip\($0)\n" }.joined(), as: "ids.txt")
            return try await files.plan(takedown)
        }
        let first = try await plan(clips: 100, entries: 20)
        #expect(kinds(first) == [])
        try await begin(first, files)
        try files.fixture.execute(
            "UPDATE run SET state = 'cancelled', endedAt = 1 WHERE id = \(first.run.number)"
        )
        #expect(try await kinds(plan(clips: 80, entries: 16)) == [])
        // The plan before was let pass, so it is what is compared with now; those below were held and are not.
        #expect(try await kinds(plan(clips: 63, entries: 16)) == [.inventoryShrink])
        #expect(
            try await kinds(plan(clips: 63, entries: 16)) == [.inventoryShrink],
            "planning twice talks nobody out"
        )
        #expect(try await kinds(plan(clips: 80, entries: 12)) == [.listShrink])
        #expect(try await kinds(plan(clips: 80, entries: 33)) == [.listGrowth])
        #expect(try await kinds(plan(clips: 80, entries: 32)) == [])
        let nothing = try await plan(clips: 0, entries: 32)
        #expect(kinds(nothing) == [.inventoryEmpty, .inventoryShrink], "its entries were found before")
        #expect(PlanError.side(of: nothing.stops) == .tooLittle)
        await #expect(throws: LedgerError.self) { try await begin(nothing, files) }
    }

    @Test func `files that are older than the job allows hold the plan back`() async throws {
        let files = try PlatformFiles()
        try files.folder.write(rows(0..<4), as: "clips.jsonl")
        try files.folder.write("clip0\n", as: "ids.txt")
        for (hours, expected) in [(25.0, [GuardKind]()), (27.0, [.freshness, .maxAge])] {
            for file in ["clips.jsonl", "ids.txt"] {
                let now = Double(files.fixture.clock.now.microseconds) / 1e6
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: now - hours * 3600)],
                    ofItemAtPath: files.folder.path + "/" + file
                )
            }
            let takedown = try files.takedown(
                inventories: ["clips.jsonl"],
                lists: [("ids", "clipIDs", "ids.txt")],
                freshness: "26h"
            )
            #expect(Set(try await kinds(files.plan(takedown))) == Set(expected))
        }
    }

    @Test func `a list of which nothing is found is suspicious, unless it was found before or holds hashes`()
        async throws
    {
        let files = try PlatformFiles()
        try files.folder.write(rows(0..<10), as: "clips.jsonl")
        try files.folder.write("clip0\nclip1\nother\n", as: "ids.txt")
        try files.folder.write(Self.hash + "\n", as: "hashes.txt")
        let lists = [("ids", "clipIDs", "ids.txt"), ("hashes", "sha256", "hashes.txt")]
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: lists,
            limits: "items: 1000, share: 100%, listShrink: off"
        )
        let found = try await files.plan(takedown)
        #expect(kinds(found) == [])
        // Taken down, and gone from the inventory: no reason to hold anything back, night after night.
        try files.folder.write(rows(2..<11), as: "clips.jsonl")
        try files.folder.write("clip0\nclip1\n", as: "ids.txt")
        for _ in 1...2 {
            files.fixture.clock.advance(by: .seconds(86_400))
            #expect(try await kinds(files.plan(takedown)) == [])
        }
        try files.folder.write("clip0\nnobody\n", as: "ids.txt")
        let lost = try await files.plan(takedown)
        #expect(kinds(lost) == [.notFound])
        #expect(lost.stops.first?.observed == 1)
        let lenient = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: lists,
            limits: "items: 1000, share: 100%, listShrink: off, notFound: off"
        )
        #expect(try await kinds(files.plan(lenient)) == [])
    }

    @Test func `the report's first line names the guard, and its JSON has them all`() async throws {
        let files = try PlatformFiles()
        try files.folder.write(rows(0..<4), as: "clips.jsonl")
        try files.folder.write("nobody\nno-one\n", as: "ids.txt")
        let plan = try await files.plan(ids(files))
        try files.fixture.reader().look { snapshot in
            var text = ""
            try RunReport(plan.run, snapshot).write(.text) { text += $0 }
            let first = try #require(text.split(separator: "\n").first)
            #expect(first.contains("held by the guard (notFound): list ids: 2 of 2 entries"))
            #expect(text.contains("--digest \(plan.digest) --count 0"))
            text = ""
            try RunReport(plan.run, snapshot).write(.json) { text += $0 }
            let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let guards = json?["guards"] as? [[String: Any]]
            #expect(guards?.first?["guard"] as? String == "notFound")
            #expect(guards?.first?["side"] as? String == "tooLittle")
        }
    }
}
