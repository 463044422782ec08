import Foundation
import Testing

@testable import PurgeJobs

@Suite struct HealthCheckTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func check(
        _ job: String? = nil,
        _ change: (inout HealthCheck.Limits) -> Void = { _ in }
    ) throws -> HealthCheck {
        var limits = HealthCheck.Limits()
        change(&limits)
        let health = try fixture.reader().look {
            try $0.health(of: fixture.directory, named: job, at: fixture.clock.now)
        }
        return HealthCheck(health, job: job, limits: limits)
    }

    private func texts(_ check: HealthCheck) -> String { check.problems.map(\.text).joined(separator: "\n") }

    /// A run that has begun, with its ledger let go.
    private func begun(_ clips: [String] = ["a"]) async throws -> RunID {
        let ledger = try await fixture.open()
        return try await fixture.applying(clips.map { try LedgerFixture.item($0) }, in: ledger)
    }

    private func close(_ clips: String) throws {
        try fixture.execute("UPDATE item SET stage = 6, \(clips)")
        try fixture.execute("UPDATE step SET state = 'skipped', due = NULL")
        try fixture.execute("UPDATE run SET state = 'closed', endedAt = startedAt + 60000000")
    }

    @Test func `a job of which no run has begun was missed`() async throws {
        var ledger: Ledger? = try await fixture.open()
        #expect(try check().level == .critical)
        _ = try await fixture.sealed([LedgerFixture.item("a")], in: try #require(ledger))
        ledger = nil
        #expect(try texts(check()).contains("no run of any job has ever begun"))
    }

    @Test func `all dark is OK until the next run is missed`() async throws {
        let run = try await begun()
        try close("visibility = 'dark', darkAt = 1")
        let good = try check("job")
        #expect(good.level == .ok)
        #expect(good.line.hasPrefix("PURGE OK - job: 1 of 1 clips dark, run \(run) closed"))
        fixture.clock.advance(by: .seconds(26 * 3600 + 61))
        let missed = try check("job")
        #expect(
            missed.level == .critical
                && texts(missed).contains("no run of job job began or ended for 1 d 2 h")
        )
        #expect(try check { $0.age = .seconds(48 * 3600) }.level == .ok)
        #expect(try check("other").level == .critical)
    }

    @Test func `a run whose process is gone is critical as soon as its work is ten minutes late`()
        async throws
    {
        let run = try await begun()
        #expect(try check().level == .ok)
        fixture.clock.advance(by: .seconds(601))
        let late = try check()
        #expect(late.level == .critical)
        #expect(texts(late).contains("run \(run) of job was interrupted and nobody resumed it"))
        let ledger = try await fixture.open()
        #expect(try check().level == .ok)
        _ = ledger
    }

    @Test func `a run that is held and takes too long is settling`() async throws {
        let ledger = try await fixture.open()
        _ = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        fixture.clock.advance(by: .seconds(6 * 3600 + 1))
        let check = try check()
        #expect(check.level == .warning && texts(check).contains("is settling for 6 h"))
        #expect(ledger.fence == 1)
    }

    @Test func `lit at the end is critical; unknown, set aside and without an end are warnings`() async throws
    {
        _ = try await begun(["a", "b"])
        try close("visibility = 'dark', darkAt = 1")
        let sets = [
            (
                "stage = 4, visibility = 'lit', darkAt = NULL", HealthCheck.Level.critical,
                "1 clips of job are lit"
            ),
            ("stage = 4, visibility = 'unknown', darkAt = NULL", .warning, "1 clips of job are unknown"),
            ("stage = 6, visibility = 'unknown', darkAt = NULL", .warning, "1 clips of job came to no end"),
            ("state = 'setAside', cause = 'x', darkAt = NULL", .warning, "1 clips of job were set aside"),
        ]
        for (set, level, text) in sets {
            try fixture.execute("UPDATE item SET \(set) WHERE number = 1")
            let check = try check()
            #expect(check.level == level && texts(check).contains(text), "\(set)")
        }
    }

    @Test func `a plan that waits for a person's count is a warning until a run has begun since`()
        async throws
    {
        _ = try await begun()
        try close("visibility = 'dark', darkAt = 1")
        fixture.clock.advance(by: .seconds(60))
        var ledger: Ledger? = try await fixture.open()
        let plan = try await fixture.sealed([LedgerFixture.item("b")], in: try #require(ledger))
        ledger = nil
        try fixture.execute("UPDATE run SET guardLimit = 0 WHERE state = 'sealed'")
        let waiting = try check()
        #expect(waiting.level == .warning)
        #expect(texts(waiting) == "plan \(plan.run) of job waits for a person: 1 clips, 0 need no person")
        try fixture.execute(
            "UPDATE run SET startedAt = \(fixture.clock.now.microseconds) WHERE state = 'closed'"
        )
        #expect(try check().level == .ok)
    }

    @Test func `a plan that a person cancelled does not hide the run before it`() async throws {
        _ = try await begun()
        try close("visibility = 'dark', darkAt = 1")
        fixture.clock.advance(by: .seconds(60))
        let ledger = try await fixture.open()
        let plan = try await fixture.sealed([LedgerFixture.item("b")], in: ledger)
        try await ledger.change { try $0.cancel(plan.run, by: LedgerFixture.person) }
        #expect(try check().line.hasPrefix("PURGE OK - job: 1 of 1 clips dark"))
    }

    @Test func `a job at its end is left out after thirty days, unless it is named or the last that ran`()
        async throws
    {
        _ = try await begun()
        try close("stage = 4, visibility = 'lit'")
        fixture.clock.advance(by: .seconds(31 * 86_400))
        #expect(try texts(check()).contains("1 clips of job are lit"))
        let ledger = try await fixture.open()
        _ = try await fixture.sealed([LedgerFixture.item("b")], in: ledger)
        try fixture.execute(
            "UPDATE run SET job = 'now-1', state = 'applying', startedAt = createdAt WHERE state = 'sealed'"
        )
        #expect(try check().level == .ok)
        #expect(try texts(check("job")).contains("1 clips of job are lit"))
    }

    @Test func `a ledger that is too big is a warning`() async throws {
        _ = try await begun()
        let check = try check { $0.size = ByteCount(bytes: 1000) }
        #expect(check.level == .warning && texts(check).contains("more than 1 kB"))
    }

    @Test func `the answer is one line with data that end it, whatever a job is called`() async throws {
        _ = try await begun()
        try close("visibility = 'dark', darkAt = 1")
        try fixture.execute("UPDATE run SET job = 'a|b' || char(10) || char(27) || 'c'")
        let line = try check().line
        #expect(line.count(where: { $0 == "|" }) == 1)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 })
        let data = try #require(line.split(separator: "|").last)
        for item in data.split(separator: " ") {
            #expect(String(item).wholeMatch(of: /[a-z_]+=[0-9]+(s|B)?;[0-9]*;[0-9]*;0/) != nil, "\(item)")
        }
    }

    @Test func `who holds the ledger is read from the kernel's list of locks`() async throws {
        var ledger: Ledger? = try await fixture.open()
        #expect(ledger != nil && fixture.directory.isLocked == true)
        ledger = nil
        #expect(fixture.directory.isLocked == false)
        #expect(StateDirectory(path: "/nowhere").isLocked == false)
        let line = "1: FLOCK  ADVISORY  WRITE 708 08:01:131 0 EOF"
        #expect(StateDirectory.isExclusive(line, on: 131))
        #expect(!StateDirectory.isExclusive(line, on: 31))
        #expect(!StateDirectory.isExclusive(line.replacing("FLOCK", with: "POSIX"), on: 131))
        #expect(!StateDirectory.isExclusive("1: -> FLOCK  ADVISORY  WRITE 709 08:01:131 0 EOF", on: 131))
    }
}
