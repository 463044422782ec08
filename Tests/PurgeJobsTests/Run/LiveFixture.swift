import Foundation
import Testing

@testable import PurgeJobs

/// A sweep of a few clips at a real cache node on loopback, with the clock of the wall, that tests hold up.
struct LiveFixture: Sendable {
    let files: PlatformFiles
    let client: LoopbackClient
    let clips: [String]
    let host: String

    init(clips count: Int = 12) throws {
        client = try LoopbackClient()
        host = "edge.test:\(client.server.plain)"
        let mark = String(UInt32.random(in: 0 ... .max), radix: 16)
        clips = (0..<count).map { "gone-\(mark)-\($0)" }
        files = try PlatformFiles(
            site: """
                site: test
                families:
                  clip: {hosts: ["\(host)"], schemes: [http], path: "/edge/{id}", object: "media:v/{id}/720.mp4"}
                stores:
                  media: {kind: fileTree, root: www, quarantine: quarantine}
                caches:
                  edge: {kind: nginx, nodes: {edge-1: "127.0.0.1:\(client.server.plain)"}, rebound: 700ms}
                controls: [lit-1]

                """
        )
        for clip in clips { try files.store(clip) }
        try files.folder.write(clips.map { PlatformFiles.row($0) }.joined(), as: "clips.jsonl")
        try files.folder.write(clips.joined(separator: "\n") + "\n", as: "ids.txt")
        let job = """
            job: test
            inventories:
              - {kind: jsonLines, files: [clips.jsonl]}
            lists:
              - {name: ids, of: clipIDs, file: ids.txt, category: ids}
            guard: {items: 1000, share: 100%}
            verify: {rounds: 2, spacing: 300ms, repurge: 300ms, patience: 5s}

            """
        try files.folder.write(job, as: "job.yaml")
    }

    var directory: StateDirectory { files.fixture.directory }

    /// The ledger, by the clock of the wall: a run waits for what is due.
    func open() async throws -> Ledger {
        try await Ledger.open(directory, by: LedgerFixture.person, command: "test")
    }

    func takedown() throws -> Takedown {
        try Takedown(
            job: files.folder.path + "/job.yaml",
            site: files.folder.path + "/site.yaml",
            environment: [:]
        )
    }

    /// How many requests for the clips' links have arrived.
    func arrived() async throws -> Int {
        var count = 0
        for clip in clips { count += try await client.seen("/edge/\(clip)") }
        return count
    }

    /// Whether nothing arrives for half a second.
    func isQuiet() async throws -> Bool {
        let before = try await arrived()
        // There is no event for what does not happen.
        try await Task.sleep(for: .milliseconds(500))
        return try await arrived() == before
    }

    /// Has the holder do what another command would ask for.
    func ask(_ request: LedgerRequest) async throws {
        let spool = RequestSpool(directory)
        let name = try spool.post(request)
        while !spool.isAnswered(name) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(spool.takeAnswer(to: name) == "")
    }

    func pause(_ run: RunID? = nil) -> LedgerRequest {
        let end = WallClock.now().advanced(by: .seconds(600))
        return LedgerRequest(.pause, until: end, run: run, by: LedgerFixture.person)
    }

    func throttle(_ rate: Double) -> LedgerRequest {
        let end = WallClock.now().advanced(by: .seconds(600))
        return LedgerRequest(
            .throttle,
            until: end,
            subject: "edge.test",
            rate: rate,
            by: LedgerFixture.person
        )
    }
}
