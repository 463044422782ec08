import Testing

@testable import PurgeJobs

@Suite struct FailureBreakerTests {
    private let start = Timestamp(microseconds: 1_790_000_000_000_000)

    @Test func `refusals in a row open it, a success between starts over`() {
        var breaker = FailureBreaker()
        for sign in [.refusal, .refusal, .refusal, .refusal, .success] as [FailureBreaker.Sign] {
            #expect(breaker.note(sign, start) == nil)
        }
        for _ in 1..<FailureBreaker.refusalsInRow { #expect(breaker.note(.refusal, start) == nil) }
        #expect(breaker.allowance(start) == .all)
        #expect(breaker.note(.silence, start) == nil)
        #expect(breaker.note(.refusal, start)?.contains("5 times") == true)
        #expect(breaker.isOpen)
        #expect(breaker.allowance(start) == .nothing)
    }

    @Test func `more than half of the last hundred answers failed`() {
        var breaker = FailureBreaker()
        for _ in 0..<500 { #expect(breaker.note(.success, start) == nil) }
        for _ in 0..<FailureBreaker.failuresInWindow { #expect(breaker.note(.failure, start) == nil) }
        #expect(breaker.note(.failure, start)?.contains("51 of its last 100") == true)
        var few = FailureBreaker()
        for _ in 0..<99 { #expect(few.note(.failure, start) == nil, "too few to tell") }
        #expect(few.note(.failure, start) != nil)
    }

    @Test func `after a pause one step is tried, and its answer decides`() {
        var breaker = FailureBreaker()
        for _ in 1...FailureBreaker.refusalsInRow { _ = breaker.note(.refusal, start) }
        let due = start.advanced(by: FailureBreaker.firstPause)
        #expect(breaker.allowance(due.advanced(by: .microseconds(-1))) == .nothing)
        #expect(breaker.allowance(due) == .probe)
        #expect(breaker.allowance(due) == .nothing, "one step, not one a worker")
        breaker.returnProbe(due)
        #expect(breaker.allowance(due) == .probe, "nothing was there to take")
        #expect(breaker.noteProbe(.refusal, due) == false)
        #expect(breaker.allowance(due.advanced(by: FailureBreaker.firstPause)) == .nothing, "a longer pause")
        let later = due.advanced(by: FailureBreaker.firstPause * 2)
        #expect(breaker.allowance(later) == .probe)
        #expect(breaker.note(.success, later) == nil)
        #expect(breaker.isOpen, "what was in flight before says nothing")
        #expect(breaker.noteProbe(.success, later) == true)
        #expect(breaker.allowance(later) == .all)
        #expect(breaker.note(.refusal, later) == nil, "it starts anew")
    }

    @Test func `one that an earlier process left open tries one step at once`() {
        let place = StepPlace.node("edge-1")
        let breakers = PlaceBreakers(leftOpen: [place]) { start }
        #expect(breakers.allowance(at: place) == .probe)
        #expect(breakers.allowance(at: .store("media")) == .all)
    }

    @Test func `while it is open no item is blamed, and what is another's business stays as it was`()
        async throws
    {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a", objects: 8)], in: ledger)
        let place = StepPlace.store("media")
        let claims = try await ledger.change { try $0.claim(place, of: run, limit: 100) }
        #expect(claims.count == 8)
        let breakers = PlaceBreakers(leftOpen: []) { [fixture] in fixture.clock.now }
        var receipts = claims.prefix(6).map {
            var receipt = $0.receipt(.unknown, nil, "EACCES", .setAside(cause: "EACCES", skippingRest: true))
            receipt.isRefusal = true
            return receipt
        }
        receipts.append(claims[6].receipt(.done, nil, nil, .finish))
        receipts.append(
            claims[7].receipt(.different, nil, nil, .setAside(cause: "another", skippingRest: false))
        )
        for receipt in receipts { breakers.note(receipt, at: place, isProbe: false) }
        let judged = breakers.judge(receipts, at: place)
        #expect(breakers.judge([], at: place).opened == nil, "it is written down once")
        let cause = try #require(judged.opened)
        #expect(cause.contains("EACCES"))
        let postponed = judged.receipts.count { if case .postpone = $0.next { true } else { false } }
        let aside = judged.receipts.count { if case .setAside = $0.next { true } else { false } }
        #expect((postponed, aside) == (6, 1))
        try await ledger.change { transaction in
            try transaction.record(judged.receipts, of: run, LedgerFixture.timing)
            try transaction.openBreaker(at: place, of: run, because: cause)
        }
        #expect(try fixture.integer("SELECT sum(failures) FROM step") == 0)
        #expect(try fixture.reader().look { try $0.openBreakers(of: run) }.map(\.place) == ["store/media"])
        try await ledger.change { try $0.closeBreaker(at: place, of: run) }
        #expect(try fixture.reader().look { try $0.openBreakers(of: run) }.isEmpty)
    }
}
