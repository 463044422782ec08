import Foundation
import Glibc
import Testing

@testable import PurgeJobs

/// Whole runs over a platform that is asked through its own API: from the plan to the dark, through promises and crashes.
@Suite struct AskedStoreRunTests {
    private let server: ModerationServer
    private let files: PlatformFiles

    init() throws {
        server = try ModerationServer()
        files = try PlatformFiles(site: server.site())
        try files.folder.write(
            ["gone-1", "gone-2"].map { PlatformFiles.row($0) }.joined(),
            as: "clips.jsonl"
        )
        try files.folder.write("gone-1\ngone-2\n", as: "ids.txt")
    }

    private func takedown(_ action: String = "disable") throws -> Takedown {
        let job = """
            job: test
            inventories:
              - {kind: jsonLines, files: [clips.jsonl]}
            lists:
              - {name: ids, of: clipIDs, file: ids.txt, category: ids}
            action: \(action)
            guard: {items: 1000, share: 100%}
            verify: {rounds: 2, spacing: 100ms, repurge: 100ms, patience: 60s}

            """
        try files.folder.write(job, as: "job.yaml")
        return try Takedown(
            job: files.folder.path + "/job.yaml",
            site: files.folder.path + "/site.yaml",
            environment: [:]
        )
    }

    private func publish() async throws {
        try await server.put(["gone-1": "one", "gone-2": "two", "lit-1": "three"])
    }

    /// The ledger, by the clock of the wall: a run waits for what is due.
    private func open() async throws -> Ledger {
        try await Ledger.open(files.fixture.directory, by: LedgerFixture.person, command: "test")
    }

    private func plan(_ takedown: Takedown, in ledger: Ledger) async throws -> RunID {
        try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }.run
    }

    @Test func `what an API disables goes dark, and what it is asked for is in the record`() async throws {
        try await publish()
        let ledger = try await open()
        let takedown = try takedown()
        let run = try await plan(takedown, in: ledger)
        #expect(try await server.report().effects.isEmpty, "a plan only looks")
        #expect(try await LedgerFixture.apply(run, takedown, in: ledger) == .dark)
        let report = try await server.report()
        #expect(report.effects(on: "gone-1") == ["disable"] && report.effects(on: "gone-2") == ["disable"])
        #expect(report.refused.allSatisfy { $0.hasPrefix("404") })
        #expect(try await server.served("lit-1") == "three")
        let items = try files.items(of: run)
        #expect(items.allSatisfy { $0.visibility == .dark && $0.bytes == .hidden })
    }

    @Test func `a promise is kept in the ledger, and goes on after the process that got it`() async throws {
        try await publish()
        try await server.set(["never"], for: "gone-1")
        let run: RunID
        do {
            let ledger = try await open()
            let takedown = try takedown()
            run = try await plan(takedown, in: ledger)
            let end = try await LedgerFixture.apply(run, takedown, patience: .milliseconds(1500), in: ledger)
            #expect(end == .settling)
        }
        #expect(try await server.report().polls["gone-1"] ?? 0 > 0)
        #expect(try files.fixture.integer("SELECT count(*) FROM operation") == 1)
        #expect(try files.items(of: run).contains { $0.visibility != .dark })
        try await server.finish("gone-1")
        let ledger = try await open()
        #expect(try await LedgerFixture.apply(run, takedown(), in: ledger) == .dark)
        let report = try await server.report()
        #expect(report.effects(on: "gone-1") == ["disable"], "it was not sent again")
        #expect(try files.fixture.integer("SELECT count(*) FROM operation") == 0)
        #expect(
            try files.fixture.texts("SELECT payload FROM event WHERE kind = 'promiseEnded'")
                .allSatisfy { $0.contains("done") }
        )
        #expect(try files.items(of: run).allSatisfy { $0.visibility == .dark && $0.bytes == .hidden })
    }

    @Test func `a process that is killed while it polls has sent its effect once`() async throws {
        try await publish()
        try await server.set(["never"], for: "gone-2")
        _ = try takedown()
        let state = files.folder.path + "/state"
        let process = Process()
        process.executableURL = URL(filePath: ToolRun.purgePath)
        process.arguments = [
            "run", files.folder.path + "/job.yaml", "--execute", "--reason", "a test", "--site",
            files.folder.path + "/site.yaml", "--state", state,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while try await server.report().polls["gone-2"] == nil { try await Task.sleep(for: .milliseconds(5)) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try await server.finish("gone-2")
        let applied = try await ToolRun.purge(["resume", "--reason", "a test", "--state", state])
        #expect(applied.code == 0, "\(applied.errors)")
        let report = try await server.report()
        #expect(report.effects(on: "gone-2") == ["disable"])
        #expect(try await server.served("gone-2") == nil)
    }

    @Test func `an API that lies is caught by the probes`() async throws {
        try await publish()
        let ledger = try await open()
        let takedown = try takedown()
        let run = try await plan(takedown, in: ledger)
        try await server.set(["lies"], for: "gone-1")
        let end = try await LedgerFixture.apply(run, takedown, patience: .milliseconds(2500), in: ledger)
        #expect(end == .settling)
        #expect(try await server.served("gone-1") == "one")
        let items = try files.items(of: run)
        #expect(items.contains { $0.visibility == .lit })
    }

    @Test func `a clip that is brought back is published again, by the API`() async throws {
        try await publish()
        let ledger = try await open()
        let takedown = try takedown()
        let run = try await plan(takedown, in: ledger)
        #expect(try await LedgerFixture.apply(run, takedown, in: ledger) == .dark)
        let clip = try #require(ClipID("gone-1"))
        let order = RestoreOrder(.clip(clip), claims: nil, deadline: .seconds(60))
        let back = try Takedown(order, site: files.folder.path + "/site.yaml", environment: [:])
        let restoration = try await back.plan(order, in: ledger, by: LedgerFixture.person)
        #expect(try await LedgerFixture.apply(restoration.plan.run, back, in: ledger) == .restored)
        #expect(try await server.served("gone-1") == "one")
        #expect(try await server.served("gone-2") == nil)
    }

    @Test(arguments: ["delete", "disable"])
    func aJobThatAsksForWhatIsNotDescribedIsRefusedWhenItIsRead(missing: String) throws {
        let lines = server.site().split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("    \(missing):") }
        try files.folder.write(lines.joined(separator: "\n"), as: "site.yaml")
        let error = #expect(throws: JobFileError.self) { try takedown("delete") }
        #expect(error?.description.contains("the store 'api' cannot \(missing)") == true)
    }
}
