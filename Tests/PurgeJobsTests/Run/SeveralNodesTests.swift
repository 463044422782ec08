import Foundation
import Testing

@testable import PurgeJobs

/// Clips that lie on two origin nodes, each with a tree of its own: one may be away, and one may lack what the other has.
@Suite struct SeveralNodesTests {
    private let nodes: [ModerationServer]
    private let files: PlatformFiles

    init() throws {
        nodes = [try ModerationServer(), try ModerationServer()]
        files = try PlatformFiles(
            site: """
                site: test
                families:
                  clip:
                    hosts: [clips.test]
                    schemes: [http]
                    path: "/files/{id}"
                    object: ["node-1:{id}", "node-2:{id}"]
                stores:
                  node-1: {kind: fileTree, root: node-1/www, quarantine: node-1/quarantine}
                  node-2: {kind: fileTree, root: node-2/www, quarantine: node-2/quarantine}
                origins:
                  origin-1: {address: "127.0.0.1:\(nodes[0].port)"}
                  origin-2: {address: "127.0.0.1:\(nodes[1].port)"}
                controls: [lit-1]

                """
        )
    }

    private func path(_ node: Int, _ name: String = "") -> String {
        "\(files.folder.path)/node-\(node)/www/\(name)"
    }

    /// Both clips and the control on the second node; on the first, all but the second clip.
    private func publish() async throws {
        for (index, server) in nodes.enumerated() {
            let folder = path(index + 1)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try await server.serve(folder: folder)
            for name in ["gone-1", "lit-1"] + (index == 1 ? ["gone-2"] : []) {
                try files.folder.write("body of \(name)", as: "node-\(index + 1)/www/\(name)")
            }
        }
        try files.folder.write(
            ["gone-1", "gone-2"].map { PlatformFiles.row($0) }.joined(),
            as: "clips.jsonl"
        )
    }

    /// A node goes away, or comes back: what was mounted there is not.
    private func move(_ node: Int, away: Bool) throws {
        let folder = "\(files.folder.path)/node-\(node)"
        let (from, target) = away ? (folder, folder + ".away") : (folder + ".away", folder)
        try FileManager.default.moveItem(atPath: from, toPath: target)
    }

    private func isThere(_ node: Int, _ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(node, name))
    }

    private func takedown() throws -> Takedown {
        let job = """
            job: test
            inventories: [{kind: jsonLines, files: [clips.jsonl]}]
            lists: [{name: ids, of: clipIDs, entries: [gone-1, gone-2], category: ids}]
            guard: {items: 1000, share: 100%}
            verify: {rounds: 2, spacing: 100ms, repurge: 100ms, patience: 60s}

            """
        return try Takedown(job: files.folder.write(job, as: "job.yaml"), site: site, environment: [:])
    }

    private var site: String { files.folder.path + "/site.yaml" }

    private func open() async throws -> Ledger {
        try await Ledger.open(files.fixture.directory, by: LedgerFixture.person, command: "test")
    }

    @Test func `each node is disabled where it has the object, and one that is away is waited for`()
        async throws
    {
        try await publish()
        let ledger = try await open()
        let takedown = try takedown()
        let run = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
            .run
        let planned = try files.fixture.texts(
            "SELECT s.place || ' ' || i.clip FROM step s JOIN item i ON i.run = s.run AND i.number = s.item WHERE s.kind = 'disable' ORDER BY 1"
        )
        #expect(planned == ["store/node-1 gone-1", "store/node-2 gone-1", "store/node-2 gone-2"])
        try move(1, away: true)
        #expect(try await LedgerFixture.apply(run, takedown, patience: .seconds(3), in: ledger) == .settling)
        #expect(!isThere(2, "gone-1") && !isThere(2, "gone-2") && isThere(2, "lit-1"))
        let waiting = try files.items(of: run)
        #expect(waiting.allSatisfy { $0.state == .planned }, "nobody is set aside for a node that is away")
        #expect(waiting.contains { $0.visibility != .dark })
        let due = try files.fixture.texts("SELECT place FROM step WHERE kind = 'disable' AND state = 'ready'")
        #expect(due == ["store/node-1"])
        try move(1, away: false)
        #expect(try await LedgerFixture.apply(run, takedown, in: ledger) == .dark)
        #expect(!isThere(1, "gone-1") && isThere(1, "lit-1"))
        #expect(try files.items(of: run).allSatisfy { $0.visibility == .dark && $0.bytes == .hidden })
    }

    @Test func `a sweep is not planned past a node that is away, and says which one`() async throws {
        try await publish()
        try move(1, away: true)
        let ledger = try await open()
        let error = await #expect(throws: StoreError.self) {
            try await takedown().plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
        }
        #expect(error?.store == "node-1")
        #expect(isThere(2, "gone-1"))
    }

    @Test func `an emergency does what can be done, and never calls it all dark`() async throws {
        try await publish()
        try move(1, away: true)
        let ledger = try await open()
        let order = try EmergencyOrder(
            clips: ["gone-1"],
            urls: [],
            list: nil,
            isDeleted: false,
            deadline: .seconds(4)
        )
        let takedown = try Takedown(order, site: site, environment: [:])
        let run = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
            .run
        let item = try #require(try files.items(of: run).first)
        #expect(item.cause?.contains("not addressed: what node-1 holds") == true)
        let end = try await LedgerFixture.apply(run, takedown, in: ledger)
        #expect(end != .dark)
        #expect(!isThere(2, "gone-1"))
    }
}
