import Foundation
import Testing

@testable import PurgeJobs

/// A run that is under way is held back, slowed down and stopped, and comes to the end that it would have come to.
@Suite struct LiveControlTests {
    /// Where a run is when somebody holds it up.
    enum Moment: CaseIterable {
        case sending
        case reboundWait
        case probing
    }

    /// What a run has told so far.
    private final class News: Sendable {
        private let all = Lock([RunProgress]())

        func note(_ news: RunProgress) { all.withLock { $0.append(news) } }

        var last: [RunWait] { all.withLock { $0.last { $0.looks.isEmpty }?.waits ?? [] } }

        func has(_ test: @Sendable (RunProgress) -> Bool) -> Bool {
            all.withLock { $0.contains(where: test) }
        }

        func wait(for what: @escaping @Sendable (News) async throws -> Bool) async throws {
            while try await !what(self) { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    private func isThere(_ moment: Moment, _ live: LiveFixture, _ news: News) async throws {
        try await news.wait { news in
            switch moment {
            case .sending: try await live.arrived() >= 2
            case .reboundWait:
                news.has { $0.waits.contains { $0.words.hasPrefix("next rebound purge") } }
            case .probing: news.has { !$0.looks.isEmpty }
            }
        }
    }

    @Test(arguments: Moment.allCases)
    func aPauseHoldsAllBackAndTheRunGoesOn(moment: Moment) async throws {
        let live = try LiveFixture()
        let ledger = try await live.open()
        let run = try await live.takedown().plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) {
            _ in
        }
        .run
        if moment == .sending { try await ledger.fulfil(live.throttle(10)) }
        let news = News()
        async let end = live.takedown().apply(
            run,
            count: nil,
            in: ledger,
            by: LedgerFixture.person,
            stop: StopSignal(),
            progress: { news.note($0) }
        )
        try await isThere(moment, live, news)
        try await live.ask(live.pause(moment == .sending ? run : nil))
        #expect(try await live.isQuiet())
        try await news.wait { $0.last.contains { if case .paused = $0 { true } else { false } } }
        if moment == .sending {
            try await live.ask(LedgerRequest(.unthrottle, subject: "edge.test", by: LedgerFixture.person))
        }
        let again = LedgerRequest(.unpause, run: moment == .sending ? run : nil, by: LedgerFixture.person)
        try await live.ask(again)
        #expect(try await end == .dark)
        let unknown = try live.files.fixture.integer(
            "SELECT count(*) FROM probe WHERE visibility = 'unknown'"
        )
        #expect(unknown == 0, "a round that a pause cut in two says nothing")
    }

    @Test func `a run that is paused before it begins waits without its patience running out`() async throws {
        let live = try LiveFixture(clips: 2)
        let ledger = try await live.open()
        let plan = try await live.takedown().plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) {
            _ in
        }
        try await ledger.fulfil(live.pause())
        let news = News()
        let stop = StopSignal()
        async let end = live.takedown().apply(
            plan.run,
            count: nil,
            patience: .milliseconds(300),
            in: ledger,
            by: LedgerFixture.person,
            stop: stop,
            progress: { news.note($0) }
        )
        try await news.wait { $0.has { !$0.waits.isEmpty } }
        #expect(try await live.isQuiet())
        #expect(try await live.arrived() == 0)
        stop.finish()
        #expect(try await end == .interrupted)
    }

    @Test func `the watch leaves a paused run alone and does not wait for it`() async throws {
        let live = try LiveFixture(clips: 2)
        let ledger = try await live.open()
        let run = try await live.takedown().plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) {
            _ in
        }.run
        try await ledger.change { try $0.startApplying(run, count: nil, by: LedgerFixture.person) }
        try await ledger.fulfil(live.pause(run))
        let watch = Watch(ledger, by: LedgerFixture.person, environment: [:], stop: StopSignal())
        let outcome = try await watch.work { _ in }
        #expect(outcome.runs.map(\.end) == [.settling])
        #expect(try await live.arrived() == 0)
    }

    @Test func `a walk waits while everything is paused, and a cancelled one ends`() async throws {
        let live = try LiveFixture(clips: 2)
        let ledger = try await live.open()
        try await ledger.fulfil(live.pause())
        let news = News()
        let takedown = try live.takedown()
        let plan = Task {
            try await takedown.plan(
                in: ledger,
                by: LedgerFixture.person,
                stop: StopSignal(),
                progress: { news.note($0) }
            )
        }
        try await news.wait { $0.has { $0.phase == .walking && !$0.waits.isEmpty } }
        let run = try #require(
            try live.files.fixture.reader().look { try $0.newestRun(in: [.walking], job: "test")?.id }
        )
        try await live.ask(LedgerRequest(.cancel, run: run, by: LedgerFixture.person))
        await #expect(throws: PlanError.self) { _ = try await plan.value }
    }

    @Test func `an emergency is held by no pause`() async throws {
        let live = try LiveFixture(clips: 2)
        let ledger = try await live.open()
        try await ledger.fulfil(live.pause())
        try await ledger.fulfil(live.throttle(0.01))
        let order = try EmergencyOrder(
            clips: live.clips,
            urls: [],
            list: nil,
            isDeleted: false,
            deadline: .seconds(30)
        )
        let site = live.files.folder.path + "/site.yaml"
        let takedown = try Takedown(order, site: site, environment: [:])
        let stop = StopSignal()
        let run = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: stop) { _ in }.run
        let end = try await takedown.apply(run, count: nil, in: ledger, by: LedgerFixture.person, stop: stop)
        { _ in }
        #expect(end == .dark)
    }

    @Test func `the panic file stops a run at once, and it goes on when the file is gone`() async throws {
        let live = try LiveFixture()
        let ledger = try await live.open()
        let run = try await live.takedown().plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) {
            _ in
        }.run
        try await ledger.fulfil(live.throttle(5))
        let news = News()
        let stop = StopSignal()
        async let end = live.takedown().apply(
            run,
            count: nil,
            in: ledger,
            by: LedgerFixture.person,
            stop: stop,
            progress: { news.note($0) }
        )
        try await isThere(.sending, live, news)
        let panic = StopFile.panic.path(in: live.directory)
        try #require(FileManager.default.createFile(atPath: panic, contents: nil))
        let touched = ContinuousClock.now
        #expect(try await end == .panicked)
        #expect(ContinuousClock.now - touched < .seconds(20), "a moment, on a machine with other work")
        #expect(try await live.isQuiet())
        let fixture = live.files.fixture
        #expect(try fixture.integer("SELECT count(*) FROM attempt WHERE outcome IS NULL") == 0)
        #expect(try fixture.integer("SELECT count(*) FROM event WHERE payload LIKE '%panicFile%'") == 1)

        await #expect(throws: LedgerError.self) {
            _ = try await live.takedown().look(at: run, in: ledger, stop: StopSignal())
        }
        try FileManager.default.removeItem(atPath: panic)
        try await ledger.fulfil(LedgerRequest(.unthrottle, subject: "edge.test", by: LedgerFixture.person))
        let last = try await live.takedown().apply(
            run,
            count: nil,
            in: ledger,
            by: LedgerFixture.person,
            stop: StopSignal()
        ) { _ in }
        #expect(last == .dark)
    }
}
