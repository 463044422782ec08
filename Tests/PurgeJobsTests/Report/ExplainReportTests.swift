import Foundation
import Testing

@testable import PurgeJobs

@Suite struct ExplainReportTests {
    private struct Told {
        let text: String
        let json: [String: Any]
        let isUnknown: Bool

        func list(_ key: String) throws -> [[String: Any]] { try #require(json[key] as? [[String: Any]]) }
    }

    private func explain(_ clip: String, _ fixture: LedgerFixture) throws -> Told {
        try fixture.reader().look { snapshot in
            let id = try #require(ClipID(clip))
            let history = try snapshot.history(of: id, at: fixture.clock.now)
            let report = ExplainReport(history, how: "by its id")
            let json = try JSONSerialization.jsonObject(with: Data(report.json().utf8))
            return Told(
                text: report.text,
                json: try #require(json as? [String: Any]),
                isUnknown: history.isUnknown
            )
        }
    }

    /// A run in which clip `a` was disabled, and seen lit at one edge.
    private func begun(_ fixture: LedgerFixture, _ ledger: Ledger) async throws -> RunID {
        let items = try ["a", "b"].map { try LedgerFixture.item($0) }
        let run = try await fixture.applying(items, in: ledger)
        let claims = try await ledger.change { try $0.claim(.store("media"), of: run, limit: 1) }
        let receipts = claims.map {
            StepReceipt(claim: $0, outcome: .done, status: nil, detail: "moved\u{1b}[2J", next: .finish)
        }
        try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        try await ledger.change { transaction in
            let sights = try transaction.sights(at: "edge", of: run, after: 0, limit: 1)
            let results = sights.map { ProbeResult(sight: $0, verdict: .lit(.served), status: 206) }
            try transaction.recordLook(results, at: "edge", of: run)
        }
        return run
    }

    @Test func `tells why, what was done, by whom, with which key, and the last verdict at every edge`()
        async throws
    {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await begun(fixture, ledger)
        let told = try explain("a", fixture)
        let runs = try told.list("runs")
        #expect(runs.count == 1 && (runs[0]["run"] as? [String: Any])?["run"] as? String == "\(run)")
        let match = try #require((runs[0]["matches"] as? [[String: Any]])?.first)
        #expect(
            match["list"] as? String == "list" && match["line"] as? Int == 1
                && match["rule"] as? String == "clipID"
        )
        let steps = try #require(runs[0]["steps"] as? [[String: Any]])
        #expect(Set(steps.compactMap { $0["kind"] as? String }) == ["disable", "confirm", "purge"])
        let attempt = try #require((steps[0]["attempts"] as? [[String: Any]])?.first)
        #expect(attempt["outcome"] as? String == "done" && attempt["by"] as? String == "tester@here")
        let key = try fixture.texts("SELECT lower(hex(key)) FROM attempt").first
        #expect(attempt["key"] as? String == key)
        let looks = try #require((runs[0]["links"] as? [[String: Any]])?.first?["looks"] as? [[String: Any]])
        let seen = looks.map { "\($0["edge"] ?? "") \($0["visibility"] ?? "") \($0["status"] ?? "")" }
        #expect(seen == ["edge lit 206", "origin unknown "])
        #expect(told.text.contains("started") && told.text.contains("tester@here: a test"))
    }

    @Test func `holds no URL and nothing that moves a cursor`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        _ = try await begun(fixture, ledger)
        let told = try explain("a", fixture)
        for text in [told.text, "\(told.json)"] {
            #expect(!text.contains("://") && !text.contains("\u{1b}"))
            #expect(text.contains("u{1b}"))
        }
        let hashes = try told.list("runs").compactMap {
            ($0["links"] as? [[String: Any]])?.first?["hash"] as? String
        }
        #expect(hashes.count == 1 && hashes[0].count == 16)
    }

    @Test func `says which decisions are in force, and what was taken down before`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let clip = try #require(ClipID("held"))
        try await ledger.change { try $0.decide(.hold, on: clip, until: nil, by: LedgerFixture.person) }
        let until = fixture.clock.now.advanced(by: .seconds(60))
        try await ledger.change {
            try $0.decide(.exemption, on: clip, until: until, by: LedgerFixture.person)
        }
        #expect(
            try explain("held", fixture).list("decisions").compactMap { $0["kind"] as? String } == [
                "hold", "exemption",
            ]
        )
        fixture.clock.advance(by: .seconds(61))
        let told = try explain("held", fixture)
        #expect(try told.list("decisions").count == 1)
        #expect(
            !told.isUnknown && told.text.contains("hold in force")
                && told.text.contains("tester@here: a test")
        )
    }

    @Test func `of an unknown clip it says which runs, inventories and lists were searched`() async throws {
        let files = try PlatformFiles()
        for clip in ["clip1", "clip2"] { try files.store(clip) }
        try files.folder.write(PlatformFiles.row("clip1") + PlatformFiles.row("clip2"), as: "clips.jsonl")
        try files.folder.write("clip1\nnobody\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        let run = try await files.plan(takedown).run
        let stranger = try explain("stranger", files.fixture)
        #expect(stranger.isUnknown)
        #expect(stranger.text.contains("Nothing is known of it"))
        #expect(stranger.text.contains("run \(run)") && stranger.text.contains("lists ids"))
        #expect(stranger.text.contains("it matched nothing, or no inventory had it"))
        #expect(stranger.text.contains("clips.jsonl"))

        let named = try explain("nobody", files.fixture)
        #expect(!named.isUnknown)
        #expect(named.text.contains("named in run \(run) by ids, line 2 (ids): no inventory had it"))

        let control = try explain("clip2", files.fixture)
        #expect(try #require(control.json["controlOf"] as? [String]) == ["\(run)"])
    }

    @Test func `a match by URL is told without the URL`() async throws {
        let files = try PlatformFiles()
        try files.store("clip1")
        try files.folder.write(PlatformFiles.row("clip1"), as: "clips.jsonl")
        try files.folder.write("hxxp://clips[.]test/v/clip1/720.mp4\n", as: "urls.txt")
        let takedown = try files.takedown(inventories: ["clips.jsonl"], lists: [("urls", "urls", "urls.txt")])
        _ = try await files.plan(takedown)
        let told = try explain("clip1", files.fixture)
        let match = try #require((try told.list("runs")[0]["matches"] as? [[String: Any]])?.first)
        #expect((match["evidence"] as? String)?.wholeMatch(of: /URL [0-9a-f]{16}/) != nil)
        for text in [told.text, "\(told.json)"] { #expect(!text.contains("720.mp4")) }
    }

    @Test func `finds what it tells by its indexes, whatever a run holds`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        _ = try await begun(fixture, ledger)
        for statement in [
            "SELECT * FROM link WHERE run = 1 AND item = 1 ORDER BY number",
            "SELECT * FROM step s WHERE s.run = 1 AND s.item = 1 ORDER BY s.number",
            "SELECT * FROM attempt WHERE run = 1 AND step = 1 ORDER BY number",
            "SELECT * FROM item WHERE clip = x'00' ORDER BY run DESC",
        ] {
            let plan = try fixture.plan(of: statement).joined(separator: " ")
            #expect(plan.contains("item=?") || plan.contains("step=?") || plan.contains("clip=?"), "\(plan)")
        }
    }

    @Test func `a URL leads to its clip by the site's forms, or byte for byte by a link of a run`()
        async throws
    {
        let files = try PlatformFiles()
        try files.store("clip1")
        try files.folder.write(PlatformFiles.row("clip1", thumbnail: "t/1"), as: "clips.jsonl")
        try files.folder.write("clip1\n", as: "ids.txt")
        let takedown = try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [("ids", "clipIDs", "ids.txt")]
        )
        _ = try await files.plan(takedown)
        for site in [files.folder.path + "/site.yaml", nil] {
            try files.fixture.reader().look { snapshot in
                let finder = ClipFinder(snapshot, site: site, environment: [:])
                for url in [
                    "http://clips.test/v/clip1/720.mp4", "hxxp://clips[.]test/v/clip1/720.mp4",
                    "http://img.test/t/1",
                ] {
                    guard case .clip(let clip, _) = try finder.find(url) else {
                        Issue.record("\(url) led to no clip")
                        continue
                    }
                    #expect(clip == ClipID("clip1"))
                }
                for url in [
                    "http://img.test/t/2", "http://other.test/v/clip1/720.mp4", "http://clips.test/v/a b",
                ] {
                    guard case .none = try finder.find(url) else {
                        Issue.record("\(url) led to a clip")
                        continue
                    }
                }
            }
        }
        #expect(throws: JobFileError.self) {
            try files.fixture.reader().look {
                _ = try ClipFinder($0, site: "/nowhere.yaml", environment: [:]).find("http://a.test/")
            }
        }
    }
}
