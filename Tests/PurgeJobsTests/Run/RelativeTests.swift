import Foundation
import Testing

@testable import PurgeJobs

/// Clips that nobody reported and that are close to those of a plan are named for people, and nothing else happens to them.
@Suite struct RelativeTests {
    /// A row in the shape of Get Clips.
    private static func row(
        _ clip: String,
        video: String = "",
        offset: String = "null",
        channel: String = "1",
        creator: String = "2",
        views: Int = 7
    ) -> String {
        """
        {"id":"\(clip)","video_id":"\(video)","vod_offset":\(offset),"duration":29.5,"broadcaster_id":"\(channel)",\
        "creator_id":"\(creator)","view_count":\(views)}

        """
    }

    private static let inventory =
        row("before", video: "v", offset: "90")  // Ends at 119.5, where `reported` begins at 119.
        + row("reported", video: "v", offset: "119", channel: "10", creator: "20")
        + row("apart", video: "v", offset: "300", channel: "11", creator: "21")
        + row("unplaced", video: "v")
        + row("channel", video: "w", offset: "119", channel: "10")
        + row("creator", channel: "12", creator: "20", views: 900)
        + row("stranger", video: "w", offset: "119")
        + row("second", channel: "10", creator: "22")

    private func planned(
        _ inventories: [(name: String, text: String)] = [("clips.jsonl", inventory)],
        _ ids: String = "reported\nsecond\n",
        job: (String) -> String = { $0 }
    ) async throws -> (PlatformFiles, RunID) {
        let files = try PlatformFiles()
        for clip in ["reported", "second", "stranger"] { try files.store(clip) }
        for (name, text) in inventories { try files.folder.write(text, as: name) }
        try files.folder.write(ids, as: "ids.txt")
        _ = try files.takedown(inventories: inventories.map(\.name), lists: [("ids", "clipIDs", "ids.txt")])
        let path = files.folder.path + "/job.yaml"
        try files.folder.write(job(try String(contentsOfFile: path, encoding: .utf8)), as: "job.yaml")
        let takedown = try Takedown(job: path, site: files.folder.path + "/site.yaml", environment: [:])
        return (files, try await files.plan(takedown).run)
    }

    private func named(_ run: RunID, _ files: PlatformFiles) throws -> [String] {
        try files.fixture.reader().look { snapshot in
            var found: [String] = []
            try snapshot.forEachRelative(of: run) {
                found.append("\($0.clip) \($0.relation.rawValue) \($0.item)")
            }
            return found
        }
    }

    private func shortfall(_ run: RunID, _ files: PlatformFiles) throws -> String? {
        try files.fixture.reader().look { snapshot in
            guard case .short(let reason) = try snapshot.relativeSearch(of: run) else { return nil }

            return reason
        }
    }

    @Test func `the closest thing in common counts, and what is planned is no relative`() async throws {
        let (files, run) = try await planned()
        #expect(
            try named(run, files) == [
                "before sameSeconds reported", "unplaced sameVideo reported", "channel sameChannel reported",
                "creator sameCreator reported",
            ]
        )
        #expect(try shortfall(run, files) == nil)
        let sums = try files.fixture.reader().look { try $0.relativeSums(of: run) }
        #expect(sums.map(\.relation) == ClipRelation.allCases)
        #expect(sums.map(\.clips) == [1, 1, 1, 1] && sums.map(\.views) == [7, 7, 7, 900])
        #expect(try files.items(of: run).map(\.clip.description) == ["reported", "second"])
        #expect(
            try files.items(of: run).first?.footage
                == Footage(video: Array("v".utf8), start: 119_000, length: 29_500)
        )
    }

    @Test func `nothing is planned for them, and the plan's digest does not know of them`() async throws {
        let (files, run) = try await planned()
        let (other, without) = try await planned(job: { $0 + "relatives: false\n" })
        for table in ["item", "link", "object", "step", "sight"] {
            let count = "SELECT count(*) FROM \(table)"
            #expect(try files.fixture.integer(count) == other.fixture.integer(count))
        }
        #expect(try named(without, other).isEmpty)
        #expect(try shortfall(without, other)?.contains("relatives: false") == true)
        #expect(try named(run, files).count == 4)
    }

    @Test func `view counts that no sum can hold keep no plan and no report from being made`() async throws {
        let most = (0..<3).map { Self.row("more\($0)", channel: "10", views: .max) }.joined()
        let (files, run) = try await planned(
            [("clips.jsonl", most + Self.inventory)],
            "reported\nsecond\nmore0\nmore1\n"
        )
        #expect(try files.fixture.integer("SELECT max(views) FROM relativeSum") == .max)
        try files.fixture.reader().look { snapshot in
            try RunReport(run, snapshot).write(.html) { _ in }
            #expect(try snapshot.exposures(of: run).map(\.views) == [.max])
        }
    }

    @Test func `an account's clips are all counted and some are named`() async throws {
        let more = (0..<40).map { Self.row("more\($0)", channel: "10", views: 10) }.joined()
        let (files, run) = try await planned([("clips.jsonl", Self.inventory + more)])
        let sums = try files.fixture.reader().look { try $0.relativeSums(of: run) }
        let channel = try #require(sums.first { $0.relation == .sameChannel })
        #expect(channel.clips == 41 && channel.views == 407 && channel.name == Array("10".utf8))
        let ofChannel = try named(run, files).filter { $0.contains("sameChannel") }
        #expect(ofChannel.count == RelativeFindings.maximumOfAccount)
    }

    @Test func `a clip that two inventories list is named and counted once`() async throws {
        let (files, run) = try await planned([("one.jsonl", Self.inventory), ("two.jsonl", Self.inventory)])
        #expect(try named(run, files).count == 4)
        #expect(try files.fixture.integer("SELECT sum(clips) FROM relativeSum") == 4)
    }

    @Test func `the search is begun anew when the plan is, and what it finds is kept once`() async throws {
        let (files, run) = try await planned()
        let found = try named(run, files)
        let ledger = try await files.fixture.open()
        await #expect(throws: LedgerError.self) {
            try await ledger.change { try $0.record(RelativeFindings(), of: run) }
        }
        #expect(try named(run, files) == found, "a sealed plan's findings stay")
    }

    @Test func `what an emergency names is not searched around, which the report says`() async throws {
        let (files, run) = try await planned(job: { job in
            job.replacing(#/- \{kind: jsonLines[^\n]*/#, with: "- {kind: named}")
        })
        #expect(try named(run, files).isEmpty)
        #expect(try shortfall(run, files) == "the job walks no inventory")
    }

    @Test func `the report tells that a person is to look, and shared it names nobody`() async throws {
        let (files, run) = try await planned()
        func told(_ format: RunReport.Format, isShared: Bool = false) throws -> String {
            try files.fixture.reader().look { snapshot in
                var text = ""
                try RunReport(run, snapshot, isShared: isShared).write(format) { text += $0 }
                return text
            }
        }
        #expect(try told(.text).contains("same creator, creator 20: 1 more clips, 900 views"))
        #expect(try told(.review).contains("before,sameSeconds,reported,7,\r\n"))
        let page = try told(.html)
        #expect(page.contains("nothing is done to them") && page.contains("video v at 0:01:59"))
        #expect(!(try told(.html, isShared: true)).contains("video v"))
        #expect(!(try told(.review, isShared: true)).contains("before"))
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(told(.json).utf8)) as? [String: Any]
        )
        let review = try #require(object["review"] as? [String: Any])
        #expect(review["searched"] as? String == "all" && (review["clips"] as? [Any])?.count == 4)
    }
}
