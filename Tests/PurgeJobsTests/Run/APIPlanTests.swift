import Foundation
import Testing

@testable import PurgeJobs

/// Plans over an inventory behind an API.
@Suite struct APIPlanTests {
    private let files: PlatformFiles
    private let api: ClipAPI
    private let walk = UUID().uuidString

    init() throws {
        files = try PlatformFiles()
        api = try ClipAPI.shared.get()
        for index in 0..<30 { try files.store("clip\(index)") }
        let rows = (0..<30).map { PlatformFiles.row("clip\($0)", thumbnail: "t\($0)") }
        try files.folder.write(rows.joined(), as: "rows")
        try files.folder.write("clip3\nclip27\nnobody\n", as: "ids.txt")
    }

    private func takedown(
        _ query: String = "",
        more: String = "",
        inventories: String = ""
    ) throws -> Takedown {
        let url = api.url(.cursor, of: files.folder.path + "/rows", "walk=\(walk)\(query)")
        let job = """
            job: test
            inventories:
              - {kind: http, url: "\(url)", rows: data, size: {parameter: first, rows: 10}\(more),
                 pages: {by: cursor, next: pagination.cursor, parameter: after}}
            \(inventories)
            lists: [{name: ids, of: clipIDs, file: ids.txt, category: ids}]
            guard: {items: 1000, share: 100%}
            relatives: false

            """
        let path = try files.folder.write(job, as: "job.yaml")
        return try Takedown(job: path, site: files.folder.path + "/site.yaml", environment: [:])
    }

    /// Waits until the API was asked that often.
    private func asked(_ count: Int) async throws {
        while try await api.seen(by: walk).count < count { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test func `an API is planned from as a file is`() async throws {
        let plan = try await files.plan(takedown())

        #expect(plan.effects == 2 && plan.clips == 30)
        #expect(try files.items(of: plan.run).map(\.clip.description) == ["clip3", "clip27"])
        #expect(try await api.seen(by: walk).count == 3)
    }

    @Test(arguments: ["hang", "429hour"])
    func `a stop is heeded while the API keeps the walk waiting, and the walk goes on from its page`(
        fail: String
    ) async throws {
        let takedown = try takedown("&fail=\(fail)@2")
        let stop = StopSignal()
        let ledger = try await files.fixture.open()
        let ended = Task { try await files.plan(takedown, in: ledger, stop: stop) }
        try await asked(2)
        stop.finish()
        await #expect(throws: PlanError.self) { try await ended.value }

        let plan = try await files.plan(takedown, in: ledger)

        #expect(plan.effects == 2 && plan.clips == 30)
        let targets = try await api.seen(by: walk).map { $0[0] }
        #expect(targets.count { !$0.contains("after=") } == 1, "the first page was not asked for again")
        #expect(Set(targets.dropFirst()).count == 2)
    }

    @Test func `a walk that fails leaves a plan that goes on`() async throws {
        let takedown = try takedown("&fail=404@2")
        let ledger = try await files.fixture.open()
        await #expect(throws: InventoryError.self) { try await files.plan(takedown, in: ledger) }
        #expect(try files.fixture.texts("SELECT state FROM run") == ["walking"])

        #expect(try await files.plan(takedown, in: ledger).clips == 30)
    }

    @Test func `named clips are asked for, and nothing is walked`() async throws {
        let url = api.url(.cursor, of: files.folder.path + "/rows", "walk=\(walk)")
        let takedown = try takedown(
            more: ", lookup: {url: \"\(url)\", parameter: id, most: 2}",
            inventories: "  - {kind: named}"
        )

        let plan = try await files.plan(takedown)

        #expect(try files.fixture.integer("SELECT rows FROM source WHERE number = 0") == 2)
        #expect(try await api.seen(by: walk).allSatisfy { $0[0].contains("&id=") })
        #expect(plan.effects == 3, "the third is the clip that nobody knows")
    }
}
