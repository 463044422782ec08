import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// What holds sending back is kept by the ledger, shown to everybody, and ends by itself.
@Suite struct PausingTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private var hour: Timestamp { fixture.clock.now.advanced(by: .seconds(3600)) }

    private func pauses() throws -> [PauseOverview] {
        try fixture.reader().look { try $0.pauses(at: fixture.clock.now) }
    }

    private func events() throws -> [String] {
        try fixture.texts(
            """
            SELECT kind || ' ' || coalesce(payload ->> 'reason', payload ->> 'file') FROM event
            WHERE kind IN ('paused', 'unpaused', 'throttled', 'unthrottled') ORDER BY at, run, seq
            """
        )
    }

    private func touch(_ file: StopFile) throws {
        try #require(
            FileManager.default.createFile(atPath: file.path(in: fixture.directory), contents: nil)
        )
    }

    @Test func `a pause outlives its process, and ends at its time`() async throws {
        var ledger: Ledger? = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: try #require(ledger))
        try await ledger?.fulfil(LedgerRequest(.pause, until: hour, run: run, by: LedgerFixture.person))
        ledger = nil
        ledger = try await fixture.open()
        let rules = try await ledger?.change { try $0.liveRules([:]) }
        #expect(rules?.pauses.map(\.run) == [run])
        #expect(try pauses().first?.words.contains("paused by tester until") == true)
        let headline = try fixture.reader().look { snapshot in
            let overview = try snapshot.run(run)
            let pauses = try snapshot.pauses(of: overview, at: fixture.clock.now)
            return Headline.of(overview, try snapshot.conservation(of: run), [], pauses)
        }
        #expect(headline.contains("Held back: run \(run) is paused by tester"))

        fixture.clock.advance(by: .seconds(3600))
        #expect(try pauses().isEmpty)
        let later = try await ledger?.change { try $0.liveRules([:]) }
        #expect(later?.pauses.isEmpty == true)
        ledger = nil
        #expect(try events() == ["paused a test", "unpaused expired"])
    }

    @Test func `a new pause replaces the old one, and only what is paused is unpaused`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        for _ in 0..<2 {
            try await ledger.fulfil(LedgerRequest(.pause, until: hour, by: LedgerFixture.person))
        }
        let error = await #expect(throws: LedgerError.self) {
            try await ledger.fulfil(LedgerRequest(.unpause, run: run, by: LedgerFixture.person))
        }
        #expect(error?.description.contains("everything but emergencies is paused by tester") == true)
        try await ledger.fulfil(LedgerRequest(.unpause, by: LedgerFixture.person))
        #expect(try pauses().isEmpty)
        await #expect(throws: LedgerError.self) {
            try await ledger.fulfil(LedgerRequest(.unpause, by: LedgerFixture.person))
        }
    }

    @Test func `an emergency is not paused, nor what is over`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        try await ledger.change { transaction in
            try transaction.execute(
                "UPDATE run SET jobPath = ? WHERE id = ?",
                [PlanHeader.emergencyPath, run.number]
            )
        }
        let error = await #expect(throws: LedgerError.self) {
            try await ledger.fulfil(LedgerRequest(.pause, until: hour, run: run, by: LedgerFixture.person))
        }
        #expect(error?.description.contains("is an emergency") == true)
        try await ledger.fulfil(LedgerRequest(.pause, until: hour, by: LedgerFixture.person))
        let controls = RunControls(run, isEmergency: true)
        controls.apply(try await ledger.change { try $0.liveRules([:]) })
        #expect(controls.hold == nil && !controls.gate.isShut)
        controls.panic()
        #expect(controls.gate.isShut)
        try await ledger.fulfil(LedgerRequest(.cancel, run: run, by: LedgerFixture.person))
        await #expect(throws: LedgerError.self) {
            try await ledger.fulfil(LedgerRequest(.pause, until: hour, run: run, by: LedgerFixture.person))
        }
    }

    @Test func `stop files are written down when they come and when they go`() async throws {
        let ledger = try await fixture.open()
        try touch(.pause)
        for _ in 0..<2 {
            _ = try await ledger.change { try $0.liveRules(StopFile.seen(in: fixture.directory)) }
        }
        #expect(try pauses().map(\.source) == [.pauseFile])
        try FileManager.default.removeItem(atPath: StopFile.pause.path(in: fixture.directory))
        for _ in 0..<2 {
            _ = try await ledger.change { try $0.liveRules(StopFile.seen(in: fixture.directory)) }
        }
        #expect(try pauses().isEmpty)
        let path = StopFile.pause.path(in: fixture.directory)
        #expect(try events() == ["paused \(path)", "unpaused the file is gone"])
    }

    @Test func `while the panic file is there nothing begins`() async throws {
        let ledger = try await fixture.open()
        try fixture.directory.refusePanic()
        try touch(.panic)
        #expect(throws: LedgerError.self) { try fixture.directory.refusePanic() }
        let stop = StopSignal()
        let error = await #expect(throws: LedgerError.self) {
            try await RequestDesk(ledger: ledger, stop: stop).attend { Issue.record("it began") }
        }
        guard case .panicked = error?.cause else { throw CocoaError(.formatting) }
        #expect(stop.isPanicked && stop.isStopping)
    }

    @Test func `monitoring is warned of a pause and a throttle, and alarmed by a panic`() async throws {
        var ledger: Ledger? = try await fixture.open()
        try await ledger?.fulfil(LedgerRequest(.pause, until: hour, by: LedgerFixture.person))
        let throttle = LedgerRequest(
            .throttle,
            until: hour,
            subject: "clips.test",
            rate: 2,
            by: LedgerFixture.person
        )
        try await ledger?.fulfil(throttle)
        ledger = nil
        func held() throws -> [HealthCheck.Problem] {
            let health = try fixture.reader().look {
                try $0.health(of: fixture.directory, named: nil, at: fixture.clock.now)
            }
            return HealthCheck(health, job: nil, limits: HealthCheck.Limits()).problems
                .filter { !$0.text.contains("no run of") }
        }
        #expect(try held().map(\.level) == [.warning, .warning])
        #expect(try held().map(\.text).joined().contains("clips.test is throttled to 2.0 requests a second"))
        try touch(.panic)
        #expect(try held().first?.level == .critical)
        #expect(try held().first?.text.contains("nothing is sent: the file") == true)
    }

    @Test func `a throttle is replaced, expires, and is lifted once`() async throws {
        let ledger = try await fixture.open()
        for rate in [2.0, 4.0] {
            let request = LedgerRequest(
                .throttle,
                until: hour,
                subject: "clips.test",
                rate: rate,
                by: LedgerFixture.person
            )
            try await ledger.fulfil(request)
        }
        let rules = try await ledger.change { try $0.liveRules([:]) }
        #expect(rules.throttles.map(\.rate) == [4])
        let lift = LedgerRequest(.unthrottle, subject: "clips.test", by: LedgerFixture.person)
        try await ledger.fulfil(lift)
        await #expect(throws: LedgerError.self) { try await ledger.fulfil(lift) }
        await #expect(throws: LedgerError.self) {
            try await ledger.fulfil(
                LedgerRequest(
                    .throttle,
                    until: hour,
                    subject: "clips.test",
                    rate: 0,
                    by: LedgerFixture.person
                )
            )
        }
    }
}
