import Foundation
import Testing

@testable import PurgeJobs

/// One step at a moderation API that fails in every way: what it comes to, and what was sent for it.
@Suite struct AskedStoreStepTests {
    private let server: ModerationServer
    private let driver: AskedStoreDriver

    init() throws {
        server = try ModerationServer()
        driver = AskedStoreDriver(platform: try server.platform(server.site()), name: "api")
    }

    private func key(_ name: String = "clip-1") throws -> ObjectKey { try #require(ObjectKey(name)) }

    private func prepared(_ modes: [String] = []) async throws -> ObjectEvidence {
        try await server.put(["clip-1": "moving pictures"])
        try await server.set(modes, for: "clip-1")
        guard case .present(let evidence) = try await driver.inspect(key()) else {
            throw TransportError(.deadline, host: "nothing was put")
        }

        return evidence
    }

    private func effects() async throws -> [String] { try await server.report().effects(on: "clip-1") }

    @Test func `an effect carries key, revision and body as they were described, once`() async throws {
        let evidence = try await prepared()
        #expect(evidence.size == 15 && evidence.identity.hasPrefix("r"))
        let receipt = try await driver.receipt(.disable, key(), evidence)
        #expect(receipt.outcome == .done && receipt.status == 200 && receipt.isOver)
        #expect(receipt.bytes == .hidden)
        let confirmed = try await driver.receipt(.confirm, key(), evidence)
        #expect(confirmed.outcome == .done && confirmed.isOver)
        #expect(try await server.report().refused.isEmpty)
        #expect(try await effects() == ["disable"])
    }

    @Test func `what is done already is not asked for again`() async throws {
        let evidence = try await prepared()
        _ = try await driver.receipt(.disable, key(), evidence)
        let second = try await driver.receipt(.disable, key(), evidence)
        #expect(second.outcome == .already && second.isOver)
        #expect(try await effects() == ["disable"])
    }

    @Test(arguments: [
        ("403", StepReceipt.Outcome.refused, true, false), ("404", .gone, false, true),
        ("409", .refused, false, true), ("422", .refused, false, true), ("429", .refused, false, false),
        ("500", .refused, false, false), ("error200", .refused, false, true),
        ("timeout", .unknown, false, false),
    ])
    func anAnswerThatIsNoSuccessIsNone(
        mode: String,
        outcome: StepReceipt.Outcome,
        isRefusal: Bool,
        isLast: Bool
    ) async throws {
        let evidence = try await prepared([mode])
        let receipt = try await driver.receipt(.disable, key(), evidence, within: .seconds(1))
        #expect(receipt.outcome == outcome)
        #expect(receipt.isRefusal == isRefusal)
        switch receipt.next {
        case .retry, .postpone: #expect(!isLast)
        case .setAside(_, let skipsRest): #expect(isLast && skipsRest && outcome == .refused)
        case .finish: #expect(outcome == .gone)
        case .handBack, .await: Issue.record("a step that was asked for and not promised: \(receipt.next)")
        }
        #expect(try await server.served("clip-1") == "moving pictures")
        #expect(try await effects().isEmpty)
        if outcome == .refused, mode != "error200" { #expect(receipt.status == Int(mode)) }
    }

    @Test func `a credential that is not taken is the place's trouble, and nobody's effect`() async throws {
        let evidence = try await prepared()
        try server.sign(with: "Bearer lark")
        let stranger = AskedStoreDriver(platform: try server.platform(server.site()), name: "api")
        let receipt = try await stranger.receipt(.disable, key(), evidence)
        #expect(receipt.outcome == .refused && receipt.status == 401 && receipt.isRefusal)
        guard case .retry = receipt.next else {
            Issue.record("the first refusal sets nothing aside: \(receipt.next)")
            return
        }

        #expect(try await effects().isEmpty)
        await #expect(throws: StoreError.self) { try await stranger.inspect(key()) }
    }

    @Test(arguments: ["cut", "timeout-after"])
    func anAttemptOfWhichNobodyKnowsIsSettledByALook(mode: String) async throws {
        let evidence = try await prepared([mode == "cut" ? "cut" : "timeout"])
        let first = try await driver.receipt(.disable, key(), evidence, within: .seconds(1))
        #expect(first.outcome == .unknown)
        let second = try await driver.receipt(.disable, key(), evidence, failures: 1)
        #expect(second.outcome == (mode == "cut" ? .already : .done))
        let report = try await server.report()
        #expect(report.effects(on: "clip-1") == ["disable"])
        #expect(report.stepKeys(of: "clip-1").count == 1)
    }

    @Test func `what was sent twice was sent under one key`() async throws {
        let evidence = try await prepared(["never", "lookup-500"])
        let first = try await driver.receipt(.disable, key(), evidence)
        #expect(first.outcome == .accepted)
        // As after a crash between the answer and its receipt: nobody knows of the promise.
        let lost = try await driver.receipt(.disable, key(), evidence)
        #expect(lost.outcome == .refused, "the look before it failed: nothing was sent")
        let second = try await driver.receipt(.disable, key(), evidence)
        #expect(second.outcome == .accepted)
        let report = try await server.report()
        #expect(report.effects(on: "clip-1") == ["disable", "disable"])
        #expect(report.stepKeys(of: "clip-1").count == 1)
    }

    @Test func `another object in its place is left alone, also where it comes after the look`() async throws
    {
        let evidence = try await prepared()
        try await server.put(["clip-1": "something else"])
        let receipt = try await driver.receipt(.disable, key(), evidence)
        #expect(receipt.outcome == .different)
        #expect(try await effects().isEmpty)
        #expect(try await server.served("clip-1") == "something else")
    }

    @Test func `what is still served is not destroyed`() async throws {
        let evidence = try await prepared()
        let receipt = try await driver.receipt(.delete, key(), evidence)
        #expect(receipt.outcome == .failed)
        guard case .setAside = receipt.next else {
            Issue.record("a person has to look: \(receipt.next)")
            return
        }

        #expect(try await server.served("clip-1") == "moving pictures")
    }

    // MARK: Promises

    private func promise(_ mode: String) async throws -> (ObjectEvidence, PendingOperation, StepReceipt) {
        let evidence = try await prepared([mode])
        let receipt = try await driver.receipt(.disable, key(), evidence)
        #expect(receipt.outcome == .accepted && receipt.status == 202 && receipt.bytes == nil)
        guard case .await(let url, _, let limit) = receipt.next else {
            throw TransportError(.deadline, host: "no promise")
        }

        #expect(limit == .seconds(3600))
        let operation = PendingOperation(url: url, acceptedAt: WallClock.now(), isOverdue: false)
        return (evidence, operation, receipt)
    }

    @Test func `a promise is polled until it is kept, and never sent again`() async throws {
        let (evidence, operation, _) = try await promise("async")
        let first = try await driver.receipt(.disable, key(), evidence, operation: operation)
        guard case .postpone = first.next else {
            Issue.record("a slow poll is no failure: \(first.next)")
            return
        }

        let second = try await driver.receipt(.disable, key(), evidence, operation: operation)
        #expect(second.outcome == .done && second.isOver && second.bytes == .hidden)
        #expect(try await effects() == ["disable"])
        #expect(try await server.served("clip-1") == nil)
    }

    @Test(arguments: ["poll-500", "poll-429", "poll-401", "poll-404", "poll-timeout"])
    func aPollWithoutAnAnswerIsNoEnd(mode: String) async throws {
        let (evidence, operation, _) = try await promise("never")
        try await server.set([mode], for: "clip-1")
        let receipt = try await driver.receipt(
            .disable,
            key(),
            evidence,
            operation: operation,
            within: .seconds(1)
        )
        guard case .postpone = receipt.next else {
            Issue.record("it goes on: \(receipt.next)")
            return
        }

        #expect(try await effects() == ["disable"])
    }

    @Test func `a promise that is broken is a failure, of which an item has only so many`() async throws {
        let (evidence, operation, _) = try await promise("fails")
        let receipt = try await driver.receipt(.disable, key(), evidence, operation: operation)
        #expect(receipt.outcome == .failed && receipt.detail?.contains("failed") == true)
        guard case .retry = receipt.next else {
            Issue.record("it is tried again: \(receipt.next)")
            return
        }

        let last = try await driver.receipt(.disable, key(), evidence, failures: 4, operation: operation)
        guard case .setAside = last.next else {
            Issue.record("it was the fifth: \(last.next)")
            return
        }
    }

    @Test func `a promise that is not kept in time is left to a person`() async throws {
        let (evidence, operation, _) = try await promise("never")
        let late = PendingOperation(url: operation.url, acceptedAt: operation.acceptedAt, isOverdue: true)
        let receipt = try await driver.receipt(.disable, key(), evidence, operation: late)
        guard case .setAside(let cause, true) = receipt.next else {
            Issue.record("a person has to look: \(receipt.next)")
            return
        }

        #expect(cause.contains("has not done it in time"))
        try await server.finish("clip-1")
        let kept = try await driver.receipt(.disable, key(), evidence, operation: late)
        #expect(kept.outcome == .done, "what is done is done, however late")
    }

    @Test(arguments: ["foreign", "bare"])
    func aPromiseThatNamesNoPlaceOfTheStoreIsSettledByLooks(mode: String) async throws {
        let (evidence, operation, _) = try await promise(mode)
        #expect(operation.url == nil, "no other host is asked")
        let waiting = try await driver.receipt(.disable, key(), evidence, operation: operation)
        guard case .postpone = waiting.next else {
            Issue.record("it is still there: \(waiting.next)")
            return
        }

        try await server.finish("clip-1")
        let kept = try await driver.receipt(.disable, key(), evidence, operation: operation)
        #expect(kept.outcome == .done && kept.isOver)
        let report = try await server.report()
        #expect(report.polls.isEmpty && report.effects(on: "clip-1") == ["disable"])
    }
}
