import Foundation
import Testing

@testable import PurgeJobs

/// An entry that was taken back acts no more: in plans, and from the next intent of a run that has begun (R18).
@Suite struct WithdrawalTests {
    let files: PlatformFiles

    init() throws {
        files = try PlatformFiles()
        for clip in ["clip0", "clip1", "clip2"] { try files.store(clip) }
        let hash = String(repeating: "ab", count: 32)
        let rows =
            PlatformFiles.row("clip0") + PlatformFiles.row("clip1") + PlatformFiles.row("clip2", sha256: hash)
        try files.folder.write(
            rows + (3..<9).map { PlatformFiles.row("clip\($0)") }.joined(),
            as: "clips.jsonl"
        )
        try files.folder.write("clip0\nclip1\nclip2\nhttp://clips.test/v/clip1/720.mp4\n", as: "ids.txt")
        try files.folder.write("http://clips.test/v/clip1/720.mp4\n", as: "urls.txt")
        try files.folder.write(hash.uppercased() + "\n", as: "hashes.txt")
    }

    private func takedown() throws -> Takedown {
        try files.takedown(
            inventories: ["clips.jsonl"],
            lists: [
                ("ids", "clipIDs", "ids.txt"), ("urls", "urls", "urls.txt"),
                ("hashes", "sha256", "hashes.txt"),
            ]
        )
    }

    private func ask(_ action: LedgerRequest.Action, _ list: String, _ entry: String) async throws {
        let ledger = try await files.fixture.open()
        try await ledger.fulfil(LedgerRequest(action, list: list, entry: entry, by: LedgerFixture.person))
    }

    private func sums(_ run: RunID) throws -> Conservation {
        try files.fixture.reader().look { try $0.conservation(of: run) }
    }

    @Test func `an entry that nobody has seen is not withdrawn`() async throws {
        _ = try await files.plan(takedown())
        for (list, entry) in [("ids", "clip00"), ("other", "clip0"), ("urls", "clip0")] {
            await #expect(throws: LedgerError.self) { try await ask(.addWithdrawal, list, entry) }
        }
        await #expect(throws: LedgerError.self) { try await ask(.removeWithdrawal, "ids", "clip0") }
    }

    @Test func `a plan counts it as withdrawn, and leaves the clips out that nothing else names`()
        async throws
    {
        let first = try await files.plan(takedown())
        #expect(first.effects == 3)
        try await ask(.addWithdrawal, "ids", "clip0")
        try await ask(.addWithdrawal, "ids", "clip1")
        try await ask(.addWithdrawal, "hashes", String(repeating: "AB", count: 32))
        let second = try await files.plan(takedown())
        #expect(second.effects == 2, "clip1 is named by a URL, clip2 by its id")
        #expect(second.digest != first.digest)
        let sums = try sums(second.run)
        #expect((sums.withdrawn, sums.matched, sums.malformed, sums.exempt) == (3, 2, 1, 1))
        #expect(sums.holds)
        let items = try files.items(of: second.run)
        #expect(items.first?.cause == "withdrawn from list ids, line 1")
        let steps = "SELECT count(*) FROM step JOIN item i ON i.run = step.run AND i.number = step.item"
        #expect(try files.fixture.integer("\(steps) WHERE i.state = 'exempt'") == 0)

        try await ask(.removeWithdrawal, "ids", "clip0")
        #expect(try await files.plan(takedown()).effects == 3)
        #expect(try self.sums(second.run).withdrawn == 2, "what is sealed and not begun is told too")
    }

    @Test func `half-way, it stops exactly the intents that follow`() async throws {
        let plan = try await files.plan(takedown())
        let run = plan.run
        let ledger = try await files.fixture.open()
        func claim() async throws -> [StepClaim] {
            try await ledger.change { try $0.claim(.store("media"), of: run, limit: 100) }
        }
        func finish(_ claims: [StepClaim]) async throws {
            let receipts = claims.map { $0.receipt(.done, nil, nil, .finish) }
            try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        }
        func withdraw(_ list: String, _ entry: String) async throws {
            let request = LedgerRequest(.addWithdrawal, list: list, entry: entry, by: LedgerFixture.person)
            let spool = RequestSpool(files.fixture.directory)
            let name = try spool.post(request)
            try await RequestDesk(ledger: ledger, stop: StopSignal()).attend {
                while !spool.isAnswered(name) { await Task.yield() }
            }
            #expect(spool.takeAnswer(to: name) == "")
        }
        try await ledger.change { try $0.startApplying(run, count: nil, by: LedgerFixture.person) }
        let disables = try await claim()
        #expect(disables.count == 6)
        try await withdraw("ids", "clip0")
        try await finish(disables)
        #expect(try await claim().count == 4, "its store is not even asked again")
        #expect(try sums(run).exempt == 1)
        try await withdraw("ids", "clip1")
        #expect(try sums(run).exempt == 1, "clip1 is still named by a URL")
        let sums = try sums(run)
        #expect((sums.withdrawn, sums.matched) == (2, 3))
        #expect(sums.holds)
        let item = try files.items(of: run).first
        #expect(item?.bytes == .hidden, "what was done stays done")
        #expect(item?.cause?.hasPrefix("withdrawn from list ids") == true)
        let kinds = try files.fixture.texts("SELECT kind FROM event WHERE kind IN ('withdrawn', 'exempted')")
        #expect(Set(kinds) == ["exempted", "withdrawn"])
    }
}
