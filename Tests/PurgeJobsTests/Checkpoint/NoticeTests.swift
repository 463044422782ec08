import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// The outbox: written with what it tells of, kept until it is taken or a day has passed.
@Suite struct NoticeTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private struct Undone: Error {}

    private func due(_ ledger: Ledger, _ site: String = "site") async throws -> [NoticeDelivery] {
        try await ledger.change { transaction in
            try transaction.enroll("chat", of: site, NoticeKind.allCases)
            return try transaction.dueDeliveries(to: "chat", limit: 9)
        }
    }

    private func notices() throws -> [String] {
        try fixture.texts("SELECT kind FROM notice ORDER BY number")
    }

    @Test func `a notice is there with its event, or neither is`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        await #expect(throws: LedgerError.self) {
            try await ledger.change { transaction in
                try transaction.openBreaker(at: .node("edge"), of: run, because: "http://evil.test/<title>")
                throw Undone()
            }
        }
        #expect(try notices().isEmpty)
        try await ledger.change {
            try $0.openBreaker(at: .node("edge"), of: run, because: "http://evil.test/<title>")
        }
        #expect(try notices() == ["breakerOpened"])
        let sentence = try fixture.texts("SELECT sentence FROM notice").joined()
        #expect(!sentence.contains("evil") && !sentence.contains("title"))
    }

    @Test func `the end of a run is told once, in counts`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("secret-clip")], in: ledger)
        try await ledger.change { transaction in
            try transaction.db.execute(sql: "UPDATE item SET stage = 6, visibility = 'dark', darkAt = 1")
            try transaction.db.execute(sql: "UPDATE step SET state = 'skipped', due = NULL")
            try transaction.db.execute(sql: "UPDATE sight SET due = NULL")
        }
        #expect(try await ledger.change { try $0.closeIfFinished(run) })
        let told = try await due(ledger)
        // The fixture's only entry is malformed: not everything that was reported is dark.
        #expect(told.map(\.notice.kind) == [.closedPartial])
        #expect(told.first?.notice.sentence.contains("1 of 1 clips are dark at every edge") == true)
        #expect(told.first?.notice.sentence.contains("secret-clip") == false)
        #expect(told.first?.notice.run == run && told.first?.notice.job == "job")
    }

    @Test func `a guard that holds a plan back is told of`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.sealed([LedgerFixture.item("a")], in: ledger).run
        try await ledger.change { try $0.notify(.guardStopped, run, "is held") }
        try await ledger.change { try $0.notify(.guardStopped, run, "is held") }
        #expect(try notices() == ["guardStopped"], "of one kind and run only once")
    }

    @Test func `what is not taken comes again with growing pauses, under the same id`() async throws {
        let ledger = try await fixture.open()
        try await ledger.change { try $0.notify(.panicked, nil, subject: "x", "Nothing is sent.") }
        var ids: Set<String> = []
        var pauses: [Duration] = []
        for _ in 0..<5 {
            let delivery = try #require(try await due(ledger).first)
            ids.insert(delivery.notice.id)
            pauses.append(delivery.pause)
            try await ledger.change { try $0.record(delivery, failure: "answered 503") }
            #expect(try await due(ledger).isEmpty)
            fixture.clock.advance(by: delivery.pause)
        }
        #expect(ids.count == 1)
        #expect(pauses == [5, 15, 60, 300, 900].map { .seconds($0) })
        let last = try #require(try await due(ledger).first)
        try await ledger.change { try $0.record(last, failure: nil) }
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await due(ledger).isEmpty, "what was taken is not sent again")
        #expect(try fixture.texts("SELECT state || tries FROM delivery") == ["sent6"])
    }

    @Test func `after a day it is given up, which is an event and a warning`() async throws {
        let ledger = try await fixture.open()
        try await ledger.change { try $0.notify(.panicked, nil, subject: "x", "Nothing is sent.") }
        _ = try await due(ledger)
        fixture.clock.advance(by: .seconds(900))
        let delivery = try #require(try await due(ledger).first)
        try await ledger.change { try $0.record(delivery, failure: "answered 503") }
        func untold() throws -> [Int] {
            let health = try fixture.reader().look {
                try $0.health(of: fixture.directory, named: nil, at: fixture.clock.now)
            }
            return [health.untold.waiting, health.untold.givenUp]
        }
        fixture.clock.advance(by: .seconds(60))
        #expect(try untold() == [1, 0])
        fixture.clock.advance(by: .seconds(86_400))
        let late = try #require(try await due(ledger).first)
        try await ledger.change { try $0.record(late, failure: "answered 503") }
        #expect(try untold() == [0, 1])
        #expect(try fixture.integer("SELECT count(*) FROM event WHERE kind = 'noticeGivenUp'") == 1)
    }

    @Test func `a channel is told neither of other sites nor of what is older than a day`() async throws {
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        try await ledger.change { try $0.notifyFailed(run) }
        #expect(try await due(ledger, "another").isEmpty)
        fixture.clock.advance(by: .seconds(86_401))
        #expect(try await due(ledger).isEmpty)
    }

    @Test func `a pause of more than half an hour is told of once`() async throws {
        let ledger = try await fixture.open()
        let end = fixture.clock.now.advanced(by: .seconds(7200))
        try await ledger.fulfil(LedgerRequest(.pause, until: end, by: LedgerFixture.person))
        _ = try await ledger.change { try $0.liveRules([:]) }
        #expect(try notices().isEmpty)
        fixture.clock.advance(by: .seconds(1801))
        for _ in 0..<2 { _ = try await ledger.change { try $0.liveRules([:]) } }
        #expect(try notices() == ["pausedLong"])
    }
}
