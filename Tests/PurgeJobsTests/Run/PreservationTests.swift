import Foundation
import Testing

@testable import PurgeJobs

/// A whole sweep with a hold that has bytes put aside: at a real tree, at a real cache node.
@Suite struct PreservationTests {
    private let live: LiveFixture
    private let held: ClipID

    init() throws {
        live = try LiveFixture(clips: 3)
        let path = live.files.folder.path + "/site.yaml"
        let site = try String(contentsOfFile: path, encoding: .utf8)
            .replacing("quarantine: quarantine}", with: "quarantine: quarantine, preservation: kept}")
        try live.files.folder.write(site, as: "site.yaml")
        held = try #require(ClipID(live.clips[0]))
    }

    private func apply(_ ledger: Ledger) async throws -> RunID {
        let takedown = try live.takedown()
        let plan = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
        _ = try await LedgerFixture.apply(plan.run, takedown, in: ledger)
        return plan.run
    }

    private func ask(_ action: LedgerRequest.Action, _ ledger: Ledger) async throws {
        try await ledger.fulfil(
            LedgerRequest(action, clip: held, preserves: action == .addHold, by: LedgerFixture.person)
        )
    }

    private func preservation() throws -> Preservation {
        try LedgerReader(live.directory).look { try Preservation(of: nil, in: $0, environment: [:]) }
    }

    private func findings() async throws -> [Preservation.Finding] {
        var findings: [Preservation.Finding] = []
        try await preservation().check { findings.append($1) }
        return findings
    }

    private func kept(_ run: RunID) -> String {
        live.files.folder.path + "/kept/\(run)/files/v/\(held)/720.mp4"
    }

    private func content(_ path: String) -> String? {
        // A file that is not there has no content.
        try? String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `the bytes of the held clip are put aside, and of no other`() async throws {
        let ledger = try await live.open()
        try await ask(.addHold, ledger)
        let run = try await apply(ledger)
        let items = try live.files.items(of: run)
        #expect(items.allSatisfy { $0.visibility == .dark })
        #expect(items.filter { $0.bytes == .preserved }.map(\.clip) == [held])
        #expect(items.filter { $0.bytes == .hidden }.count == 2)
        #expect(content(kept(run)) == "bytes of \(held)")
        #expect(try await findings() == [.intact])
        let sums = try LedgerReader(live.directory).look { try $0.bytes(of: run, at: WallClock.now()) }
        #expect(sums.map(\.bytes) == [.hidden, .preserved] && sums.map(\.held) == [0, 1])
    }

    @Test func `what was changed or taken away since is noticed`() async throws {
        let ledger = try await live.open()
        try await ask(.addHold, ledger)
        let run = try await apply(ledger)
        try Data("other bytes".utf8).write(to: URL(fileURLWithPath: kept(run)))
        #expect(try await findings() == [.different])
        try FileManager.default.removeItem(atPath: kept(run))
        #expect(try await findings() == [.missing])
    }

    @Test func `a hold that comes after the run is over is done by the watch`() async throws {
        let ledger = try await live.open()
        let run = try await apply(ledger)
        #expect(try await findings().isEmpty)
        try await ask(.addHold, ledger)
        let watch = Watch(ledger, by: LedgerFixture.person, environment: [:], stop: StopSignal())
        _ = try await watch.work { _ in }
        #expect(content(kept(run)) == "bytes of \(held)")
        #expect(try await findings() == [.intact])
        #expect(try LedgerReader(live.directory).look { try $0.run(run) }.state == .closed)
    }

    @Test func `a place that is away keeps its own steps due, and no link lit`() async throws {
        let path = live.files.folder.path
        let site = try String(contentsOfFile: path + "/site.yaml", encoding: .utf8)
            .replacing("preservation: kept", with: "preservation: vault/kept")
        try live.files.folder.write(site, as: "site.yaml")
        let ledger = try await live.open()
        try await ask(.addHold, ledger)
        let run = try await apply(ledger)
        let items = try live.files.items(of: run)
        #expect(items.allSatisfy { $0.visibility == .dark && $0.bytes == .hidden && $0.state == .planned })
        #expect(try LedgerReader(live.directory).look { try $0.run(run) }.state == .applying)
        try FileManager.default.createDirectory(atPath: path + "/vault", withIntermediateDirectories: true)
        try live.files.fixture.execute("UPDATE step SET due = 1 WHERE kind = 'preserve' AND state = 'ready'")
        let watch = Watch(ledger, by: LedgerFixture.person, environment: [:], stop: StopSignal())
        _ = try await watch.work { _ in }
        #expect(try await findings() == [.intact])
        #expect(try LedgerReader(live.directory).look { try $0.run(run) }.state == .closed)
    }

    @Test(arguments: [PreservedObject.Ending.released, .destroyed])
    func whatIsNoLongerHeldIs(ending: PreservedObject.Ending) async throws {
        let ledger = try await live.open()
        try await ask(.addHold, ledger)
        let run = try await apply(ledger)
        let (preservation, held) = (try preservation(), held)
        await #expect(throws: LedgerError.self, "it is held") {
            try await preservation.end(of: held, as: ending, in: ledger, by: LedgerFixture.person)
        }
        #expect(content(kept(run)) != nil)
        try await ask(.removeHold, ledger)
        let ended = try await preservation.end(of: held, as: ending, in: ledger, by: LedgerFixture.person)
        #expect(ended.map(\.outcome) == [.done])
        #expect(content(kept(run)) == nil)
        let hidden = live.files.folder.path + "/quarantine/\(run)/v/\(held)/720.mp4"
        #expect((content(hidden) != nil) == (ending == .released || ended[0].object.bytes.way == .shared))
        #expect(try await findings().isEmpty)
        let audit = try LedgerReader(live.directory).look { try AuditVerifier($0).verify(nil) }
        #expect(audit.flaws == [])
    }
}
