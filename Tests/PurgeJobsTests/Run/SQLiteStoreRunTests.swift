import Foundation
import Testing

@testable import PurgeJobs

/// A whole run over a platform that serves what a table says is published, while others hold the table.
@Suite struct SQLiteStoreRunTests {
    private let server: ModerationServer
    private let clips: ClipTable
    private let files: PlatformFiles

    init() throws {
        server = try ModerationServer()
        clips = try ClipTable()
        files = try PlatformFiles(
            site: """
                site: test
                families:
                  clip: {hosts: ["127.0.0.1:\(server.port)"], schemes: [http], path: "/rows/{id}", object: "clips:{id}"}
                stores:
                  clips:
                    kind: sqlite
                    file: \(clips.path)
                    table: clips
                    key: slug
                    flag: {column: is_published, published: 1, hidden: 0}
                    evidence: [body]
                origins:
                  origin-1: {address: "127.0.0.1:\(server.port)"}
                controls: [lit-1]

                """
        )
        try files.folder.write(
            ["gone-1", "gone-2"].map { PlatformFiles.row($0) }.joined(),
            as: "clips.jsonl"
        )
    }

    private var site: String { files.folder.path + "/site.yaml" }

    private func takedown(_ action: String = "disable") throws -> Takedown {
        let job = """
            job: test
            inventories: [{kind: jsonLines, files: [clips.jsonl]}]
            lists: [{name: ids, of: clipIDs, entries: [gone-1, gone-2], category: ids}]
            action: \(action)
            guard: {items: 1000, share: 100%}
            verify: {rounds: 2, spacing: 100ms, repurge: 100ms, patience: 120s}

            """
        return try Takedown(job: files.folder.write(job, as: "job.yaml"), site: site, environment: [:])
    }

    @Test func `clips of a table go dark, also when others held it first, and come back`() async throws {
        try await server.serve(clips)
        for name in ["gone-1", "gone-2", "lit-1"] { try clips.put(Array(name.utf8), "body of \(name)") }
        let directory = files.fixture.directory
        let ledger = try await Ledger.open(directory, by: LedgerFixture.person, command: "test")
        let takedown = try takedown()
        let run = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
            .run
        let held = try await clips.held {
            try await LedgerFixture.apply(run, takedown, patience: .seconds(3), in: ledger)
        }
        #expect(held == .settling, "nobody is to blame, and nothing is dark")
        #expect(try files.items(of: run).allSatisfy { $0.state == .planned && $0.visibility != .dark })
        #expect(try await LedgerFixture.apply(run, takedown, in: ledger) == .dark)
        #expect(try clips.served(Array("gone-1".utf8)) == nil && clips.served(Array("lit-1".utf8)) != nil)
        #expect(try files.items(of: run).allSatisfy { $0.visibility == .dark && $0.bytes == .hidden })

        let order = RestoreOrder(.run(run), claims: nil, deadline: .seconds(60))
        let back = try Takedown(order, site: site, environment: [:])
        let restoration = try await back.plan(order, in: ledger, by: LedgerFixture.person)
        #expect(try await LedgerFixture.apply(restoration.plan.run, back, in: ledger) == .restored)
        #expect(try clips.served(Array("gone-1".utf8)) == "body of gone-1")
    }

    @Test func `a job that would destroy rows is refused when it is read`() throws {
        let error = #expect(throws: JobFileError.self) { try takedown("delete") }
        #expect(error?.description.contains("the store 'clips' cannot delete") == true)
    }
}
