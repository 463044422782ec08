import Foundation
import GRDB

@testable import PurgeJobs

/// A ledger in a folder of its own, with a clock that tests move.
final class LedgerFixture: Sendable {
    let directory: StateDirectory
    let clock: TestClock
    static let person = Operator(user: "tester", host: "here", version: "test", reason: "a test")
    static let timing = RunTiming(
        rebound: ["edge": .seconds(2)],
        deleteAfter: .seconds(3600),
        verification: VerificationPolicy()
    )

    /// Guards that let everything pass.
    static let generous = {
        var limits = Guard(items: 1000, share: 1)
        limits.perEntry = 1000
        return limits
    }()

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "purge-ledger-\(UUID().uuidString)")
            .path
        directory = StateDirectory(path: path)
        clock = TestClock()
    }

    // A folder that cannot be removed is the system's to clean.
    deinit { try? FileManager.default.removeItem(atPath: directory.path) }

    func open() async throws -> Ledger {
        let clock = clock
        return try await Ledger.open(directory, by: Self.person, command: "test") { clock.now }
    }

    func reader() throws -> LedgerReader { try LedgerReader(directory) }

    /// A connection of the test's own, past every rule of ours but the schema's.
    ///
    /// It waits its turn: a ledger that was just let go may still be closing.
    func raw() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        return try DatabaseQueue(path: directory.ledger, configuration: configuration)
    }

    /// What a query answers, past the reader of ours.
    func texts(_ sql: String) throws -> [String] { try raw().read { try String.fetchAll($0, sql: sql) } }

    func execute(_ sql: String) throws { try raw().write { try $0.execute(sql: sql) } }

    /// How SQLite would go about a statement.
    func plan(of statement: String) throws -> [String] {
        try raw().read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(statement)").map { $0["detail"] }
        }
    }

    func integer(_ sql: String) throws -> Int? { try raw().read { try Int.fetchOne($0, sql: sql) } }

    /// Does work in a task that is cancelled before it begins.
    static func inCancelledTask(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try await work() }
            try await group.waitForAll()
        }
    }

    static func header(_ sources: [String] = ["clips.jsonl"]) throws -> PlanHeader {
        let digest = Digest(stored: [UInt8](repeating: 7, count: 32))
        let file = PlanHeader.Document(path: "/job.yaml", digest: digest, bytes: [1])
        return PlanHeader(
            job: "job",
            site: "site",
            jobFile: file,
            siteFile: file,
            listsDigest: digest,
            sources: sources
        )
    }

    static func item(
        _ name: String,
        objects: Int = 1,
        links: Int = 1,
        isDeleted: Bool = false,
        views: Int64? = nil,
        alsoMatching others: [Match] = [],
        describedBy describe: (inout Clip) -> Void = { _ in }
    ) throws -> PlannedItem {
        guard let id = ClipID(name) else { throw CocoaError(.formatting) }

        var clip = Clip(id: id, views: views)
        describe(&clip)
        return PlannedItem(
            clip: clip,
            state: .planned,
            cause: nil,
            category: "group",
            matches: [Match(list: "list", line: 1, category: "group", rule: .clipID, evidence: name)]
                + others,
            objects: try (0..<objects).map { try object(name, $0) },
            targets: try (0..<links).map { try target(name, $0) },
            isDeleted: isDeleted
        )
    }

    private static func object(_ name: String, _ index: Int) throws -> PlannedItem.Object {
        let plain = "v/\(Hexadecimal.text(of: name.utf8))-\(index)"
        guard let key = ObjectKey("v/\(name)-\(index)") ?? ObjectKey(plain) else {
            throw CocoaError(.formatting)
        }

        let evidence = ObjectEvidence(identity: "1:\(index)", size: 10)
        return PlannedItem.Object(store: "media", key: key, family: "video", evidence: evidence)
    }

    private static func target(_ name: String, _ index: Int) throws -> PlannedItem.Target {
        guard let url = LinkURL("http://clips.test/v/\(Hexadecimal.text(of: name.utf8))-\(index)") else {
            throw CocoaError(.formatting)
        }

        let link = Link(family: "video", host: "clips.test", url: url)
        return PlannedItem.Target(
            link: link,
            size: 10,
            isProven: true,
            nodes: ["edge"],
            edges: ["edge", "origin"]
        )
    }

    /// A sealed plan of those items, ready to be applied.
    func sealed(
        _ items: [PlannedItem],
        _ relatives: RelativeFindings = RelativeFindings(),
        rules: [ClipRule] = [],
        findings: [RuleFinding] = [],
        in ledger: Ledger
    ) async throws -> SealedPlan {
        let header = try Self.header()
        let entry = ListEntry(
            list: "list",
            line: 1,
            category: "group",
            value: .malformed([], reason: "a test's")
        )
        return try await ledger.change { transaction in
            let run = try transaction.beginPlan(
                header,
                exemptions: try transaction.exemptionsDigest(),
                by: Self.person
            )
            try transaction.add([entry] + rules.map(\.entry), to: run)
            let page = InventoryProgress(
                source: 0,
                cursor: "{}",
                rows: items.count,
                clips: items.count,
                badRows: [],
                isLast: true
            )
            try transaction.commitPage(page, of: run, items: items)
            try transaction.note(findings, of: run)
            try transaction.record(relatives, of: run)
            return try transaction.seal(run, guard: Self.generous)
        }
    }

    /// Applies a plan of a real job to its end, or to the end of its patience.
    static func apply(
        _ run: RunID,
        _ takedown: Takedown,
        patience: Duration? = nil,
        in ledger: Ledger
    ) async throws -> RunEnd {
        try await takedown.apply(
            run,
            count: nil,
            patience: patience,
            in: ledger,
            by: person,
            stop: StopSignal()
        ) { _ in }
    }

    /// A run that has begun.
    func applying(
        _ items: [PlannedItem],
        _ relatives: RelativeFindings = RelativeFindings(),
        rules: [ClipRule] = [],
        findings: [RuleFinding] = [],
        in ledger: Ledger
    ) async throws -> RunID {
        let run = try await sealed(items, relatives, rules: rules, findings: findings, in: ledger).run
        try await ledger.change { try $0.startApplying(run, count: nil, by: Self.person) }
        return run
    }
}

/// A wall clock that stands still until it is moved.
final class TestClock: Sendable {
    private let microseconds = Lock(Int64(1_790_000_000_000_000))

    var now: Timestamp { Timestamp(microseconds: microseconds.withLock { $0 }) }

    func advance(by duration: Duration) {
        let step = Int64(duration / .microseconds(1))
        microseconds.withLock { $0 += step }
    }
}
