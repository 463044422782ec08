import Foundation
import Testing

@testable import PurgeJobs

/// An emergency goes first (R19), and names only what is the site's (R13).
@Suite struct EmergencyTests {
    static let person = LedgerFixture.person

    private func order(
        clips: [String] = [],
        urls: [String] = [],
        inventories: [String] = []
    ) throws -> EmergencyOrder {
        try EmergencyOrder(
            clips: clips,
            urls: urls,
            list: nil,
            inventories: inventories,
            isDeleted: false,
            deadline: .seconds(60)
        )
    }

    private func plan(_ order: EmergencyOrder, _ files: PlatformFiles) async throws -> SealedPlan {
        try await files.plan(
            Takedown(order, site: files.folder.path + "/site.yaml", environment: [:])
        )
    }

    @Test func `inventories are read as their names say`() throws {
        let files = ["/a.jsonl.gz", "/b.csv.zst", "/c.csv", "/d.bin"]
        let order = try order(clips: ["x"], inventories: files)

        let text = String(
            decoding: try order.jobFile(at: Timestamp(microseconds: 0), isBlocking: false),
            as: UTF8.self
        )

        #expect(
            text.contains(
                #"[{kind: jsonLines, files: ["/a.jsonl.gz","/d.bin"]}, "#
                    + #"{kind: csv, files: ["/b.csv.zst","/c.csv"]}, {kind: named}]"#
            )
        )
    }

    @Test func `the holder lets go, waits, and goes on with a new fence`() async throws {
        let fixture = try LedgerFixture()
        let holder = try await fixture.open()
        let run = try await fixture.sealed([LedgerFixture.item("a")], in: holder).run
        let stop = StopSignal()
        let desk = RequestDesk(ledger: holder, stop: stop)
        let before = holder.fence
        async let work: Void = desk.attend {
            while !stop.isGivingWay, !Task.isCancelled { await Task.yield() }
            try await desk.giveWay(from: run)
        }
        var first: Ledger? = try await Ledger.openFirst(fixture.directory, by: Self.person, command: "now")
        #expect(first?.fence == before + 1)
        let kept = first?.directory.path
        #expect(kept == fixture.directory.path)
        first = nil
        try await work
        #expect(holder.fence == before + 2)
        #expect(!stop.isStopping)
        try await holder.change { try $0.startApplying(run, count: nil, by: Self.person) }
    }

    @Test func `a stop while the ledger is lent ends the holder without it`() async throws {
        let fixture = try LedgerFixture()
        let holder = try await fixture.open()
        let stop = StopSignal()
        stop.giveWay()
        stop.finish()
        await #expect(throws: PlanError.self) {
            try await RequestDesk(ledger: holder, stop: stop).giveWay(from: RunID(at: holder.now))
        }
        _ = try await fixture.open()
    }

    @Test func `named clips are planned without an inventory, whatever a former run says of them`()
        async throws
    {
        let files = try PlatformFiles()
        try files.store("clip1")
        let plan = try await plan(order(clips: ["clip1", "clip1", "gone"]), files)
        #expect(plan.effects == 2 && plan.guardLimit == 2)
        let targets = try files.fixture.reader().look { try $0.targets(of: plan.run) }
        #expect(targets.map(\.name) == ["clip1", "gone"])
        #expect(targets.map(\.present) == [2, 0])
        #expect(targets.map(\.links) == [2, 2])
        // The thumbnails' links stand in an inventory alone: whatever becomes of the others, this is not all dark.
        #expect(targets.allSatisfy { $0.cause?.contains("thumbnail") == true })
        let sums = try files.fixture.reader().look { try $0.conservation(of: plan.run) }
        #expect(sums.unaddressed == 2 && !sums.isAllDark)
    }

    @Test func `an inventory tells the links that no id does, and picks controls`() async throws {
        let files = try PlatformFiles()
        for clip in ["clip1", "clip2"] { try files.store(clip) }
        let rows =
            PlatformFiles.row("clip1", thumbnail: "x/1.jpg") + PlatformFiles.row("clip2", thumbnail: "y.jpg")
        let path = try files.folder.write(rows, as: "clips.jsonl")
        let plan = try await plan(order(clips: ["clip1", "gone"], inventories: [path]), files)
        #expect(plan.effects == 2 && !plan.isBlocked)
        let targets = try files.fixture.reader().look { try $0.targets(of: plan.run) }
        #expect(targets.map(\.name) == ["clip1", "gone"])
        #expect(targets.map(\.links) == [3, 2])
        #expect(targets[0].cause == nil && targets[1].cause?.contains("thumbnail") == true)
        let sums = try files.fixture.reader().look { try $0.conservation(of: plan.run) }
        #expect(sums.holds && sums.unaddressed == 1)
        #expect(try files.fixture.integer("SELECT count(DISTINCT clip) FROM control") == 1)
    }

    @Test func `a URL that no family makes is purged and probed as it stands, and never proven`() async throws
    {
        let files = try PlatformFiles()
        let plan = try await plan(order(urls: ["hxxp://clips[.]test/odd/Path?x=%41"]), files)
        let links = try files.fixture.texts("SELECT cast(url AS TEXT) || isProven FROM link")
        #expect(links == ["http://clips.test/odd/Path?x=%410"])
        let target = try files.fixture.reader().look { try $0.targets(of: plan.run) }.first
        #expect(target?.cause?.contains("store not addressed") == true)
        #expect(target?.nodes == 1 && target?.edges == 2)
    }

    @Test(arguments: ["https://evil.example/x", "*", "http://clips.test@evil.example/v"])
    func foreignOrSenselessIsRefused(target: String) async throws {
        let files = try PlatformFiles()
        await #expect(throws: EmergencyError.self) { try await plan(order(urls: [target]), files) }
        #expect(throws: EmergencyError.nothing) { try order() }
    }

    @Test func `more than 25 need their exact count`() async throws {
        let files = try PlatformFiles()
        let plan = try await plan(order(clips: (0..<26).map { "clip\($0)" }), files)
        #expect(plan.isBlocked)
    }

    @Test func `controls of the site's newest run serve an emergency`() async throws {
        let files = try PlatformFiles()
        for index in 0..<20 { try files.store("clip\(index)") }
        let rows = (0..<20).map { PlatformFiles.row("clip\($0)") }.joined()
        try files.folder.write(rows, as: "clips.jsonl")
        try files.folder.write("clip3\n", as: "ids.txt")
        let sweep = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let picked = try await files.plan(sweep).run
        // Runs of one moment have ids in no order.
        files.fixture.clock.advance(by: .seconds(1))
        let plan = try await plan(order(clips: ["clip7"]), files)
        let (theirs, ours) = try files.fixture.reader().look {
            (try $0.controls(of: picked), try $0.controls(of: plan.run))
        }
        #expect(theirs > 0 && ours > 0)
        let clash = try files.fixture.integer(
            "SELECT count(*) FROM control WHERE run = \(plan.run.number) AND clip = x'636c697037'"
        )
        #expect(clash == 0)
    }
}
