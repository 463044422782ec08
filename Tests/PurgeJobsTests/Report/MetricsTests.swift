import Foundation
import Testing

@testable import PurgeJobs

@Suite struct MetricsTests {
    private func metrics(_ fixture: LedgerFixture) throws -> String {
        let health = try fixture.reader().look {
            try $0.health(of: fixture.directory, named: nil, at: fixture.clock.now)
        }
        return MetricsText(health, version: "1.2").text
    }

    @Test func `a strict reader takes them, and finds the figures`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await fixture.applying(["a", "b"].map { try LedgerFixture.item($0) }, in: ledger)
        _ = try await ledger.change { try $0.claim(.store("media"), of: run, limit: 1) }
        let clip = try #require(ClipID("held"))
        try await ledger.change { try $0.decide(.hold, on: clip, until: nil, by: LedgerFixture.person) }
        let reader = try ExpositionReader(try metrics(fixture))
        let job = #"{job="job"}"#
        #expect(reader.samples["purge_build_info{version=\"1.2\"}"] == 1)
        #expect(reader.samples["purge_run_start_timestamp_seconds" + job] == 1_790_000_000)
        #expect(reader.samples["purge_run_end_timestamp_seconds" + job] == nil)
        #expect(reader.samples["purge_run_applying" + job] == 1)
        #expect(reader.samples[#"purge_run_clips{job="job",visibility="pending"}"#] == 2)
        #expect(reader.samples[#"purge_run_entries{job="job",state="malformed"}"#] == 1)
        #expect(reader.samples["purge_run_steps_due" + job] == 1)
        #expect(reader.samples["purge_run_effects_open" + job] == 1)
        #expect(
            reader.samples["purge_effects_total"] == 1 && reader.types["purge_effects_total"] == "counter"
        )
        #expect(reader.samples["purge_holds"] == 1 && reader.samples["purge_exemptions"] == 0)
        #expect(reader.samples["purge_ledger_held"] == 1)
        #expect(reader.samples["purge_ledger_size_bytes"].map { $0 > 4096 } == true)
    }

    @Test func `are whole for an empty ledger, and for a job with any name`() async throws {
        let fixture = try LedgerFixture()
        var ledger: Ledger? = try await fixture.open()
        _ = try ExpositionReader(try metrics(fixture))
        _ = try await fixture.applying([LedgerFixture.item("a")], in: try #require(ledger))
        ledger = nil
        try fixture.execute(#"UPDATE run SET job = 'a"b\c' || char(10) || '{}'"#)
        let reader = try ExpositionReader(try metrics(fixture))
        #expect(reader.samples[#"purge_run_applying{job="a\"b\\c\\u{a}{}"}"#] == 1)
    }

    @Test func `a file of them is readable by all, whole at any moment, and alone in its folder`()
        async throws
    {
        let folder = try ScratchFolder()
        let path = folder.path + "/purge.prom"
        let file = MetricsFile(path: path)
        try file.write("old\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o644)
        let texts = ["a", "b"].map { String(repeating: $0, count: 300_000) + "\n" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for index in 0..<100 { try file.write(texts[index % 2]) }
            }
            group.addTask {
                for _ in 0..<100 {
                    let seen = try String(contentsOfFile: path, encoding: .utf8)
                    #expect(seen == "old\n" || texts.contains(seen))
                }
            }
            try await group.waitForAll()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["purge.prom"])
    }

    @Test func `a file that cannot be put in place leaves the one before, and nothing beside it`() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/purge.prom"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: DraftFile.Failure.self) { try MetricsFile(path: path).write("x\n") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["purge.prom"])
        #expect(throws: DraftFile.Failure.self) {
            try MetricsFile(path: "/nowhere/purge.prom").write("x\n")
        }
    }
}
