import Foundation
import GRDB

/// Checks that the audit is what was written: chains, heads, plans, intents and receipts.
package struct AuditVerifier {
    /// What was found.
    package struct Finding: Sendable {
        package let events: Int
        package let runs: Int
        /// What does not fit, each in a sentence; empty when all is as it was written.
        package let flaws: [String]
    }

    private let snapshot: LedgerSnapshot
    /// More flaws than these tell nothing new.
    private static let limit = 100

    package init(_ snapshot: LedgerSnapshot) { self.snapshot = snapshot }

    /// Verifies every chain, or that of one run.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be read.
    package func verify(_ only: RunID?) throws -> Finding {
        let ids = try Int64.fetchAll(
            snapshot.db,
            sql: """
                SELECT id FROM run UNION SELECT run FROM event UNION SELECT run FROM head ORDER BY 1
                """
        ).filter { only == nil || $0 == only?.number }
        var flaws: [String] = []
        var events = 0
        for id in ids {
            events += try verifyChain(id, &flaws)
            guard id != 0 else { continue }

            try verifyPlan(RunID(stored: id), &flaws)
            try verifyAttempts(RunID(stored: id), &flaws)
        }
        return Finding(events: events, runs: ids.count { $0 != 0 }, flaws: Array(flaws.prefix(Self.limit)))
    }

    private func name(_ id: Int64) -> String {
        id == 0 ? "the ledger's own chain" : "run \(RunID(stored: id))"
    }

    private func verifyChain(_ id: Int64, _ flaws: inout [String]) throws -> Int {
        var previous = AuditChain.genesis
        var count: Int64 = 0
        let rows = try Row.fetchCursor(
            snapshot.db,
            sql: "SELECT * FROM event WHERE run = ? ORDER BY seq",
            arguments: [id]
        )
        while let row = try rows.next() {
            count += 1
            let event = AuditEvent(
                run: id,
                seq: row["seq"],
                at: row["at"],
                kind: row["kind"],
                payload: row["payload"]
            )
            let hash = [UInt8](row["hash"] as Data)
            if event.seq != count { flaws.append("\(name(id)): event \(count) is missing") }
            if AuditChain.hash(previous: previous, event: event) != hash {
                flaws.append(
                    "\(name(id)): event \(event.seq) is not what was written, or the one before it is not"
                )
            }
            previous = hash
            count = event.seq
        }
        try verifyHead(id, count, previous, &flaws)
        return Int(count)
    }

    private func verifyHead(_ id: Int64, _ count: Int64, _ last: [UInt8], _ flaws: inout [String]) throws {
        let head = try Row.fetchOne(
            snapshot.db,
            sql: "SELECT seq, hash FROM head WHERE run = ?",
            arguments: [id]
        )
        guard let head else {
            if count > 0 || id != 0 { flaws.append("\(name(id)): its head is missing") }
            return
        }

        if head["seq"] != count || [UInt8](head["hash"] as Data) != last {
            flaws.append(
                "\(name(id)): the head says \(head["seq"] as Int64) events, the chain ends after \(count)"
            )
        }
    }

    /// The digest that people said yes to must still be the plan's.
    private func verifyPlan(_ run: RunID, _ flaws: inout [String]) throws {
        let overview = try snapshot.run(run)
        guard let digest = overview.planDigest, overview.startedAt == nil, overview.state == .sealed else {
            return
        }

        if try PlanDigest.compute(run, snapshot.db) != digest {
            flaws.append("run \(run): the plan is not the one that was sealed")
        }
    }

    /// Every group of intents and receipts must have the digest that its event says.
    private func verifyAttempts(_ run: RunID, _ flaws: inout [String]) throws {
        let intents = try digests(
            "SELECT intentEvent, number, step, key FROM attempt WHERE run = ? ORDER BY 1, 2",
            run
        ) { writer, row in
            writer.add(Int64?.some(row["number"]))
            writer.add(row["step"] as Int64)
            writer.add(row["key"] as Data)
        }
        let receipts = try digests(
            """
            SELECT receiptEvent, number, outcome, status FROM attempt
            WHERE run = ? AND receiptEvent IS NOT NULL ORDER BY 1, 2
            """,
            run
        ) { writer, row in
            writer.add(row["number"] as Int64)
            writer.add((row["outcome"] as String).utf8)
            writer.add(row["status"] as Int64?)
        }
        try compare(.intents, intents, run, &flaws)
        try compare(.receipts, receipts, run, &flaws)
    }

    private func digests(
        _ sql: String,
        _ run: RunID,
        _ add: (inout CanonicalWriter, Row) -> Void
    ) throws -> [Int64: Digest] {
        var found: [Int64: Digest] = [:]
        var writer = CanonicalWriter()
        var current: Int64?
        let rows = try Row.fetchCursor(snapshot.db, sql: sql, arguments: [run.number])
        while let row = try rows.next() {
            let event: Int64 = row[0]
            if let current, current != event {
                found[current] = writer.digest
                writer = CanonicalWriter()
            }
            current = event
            add(&writer, row)
        }
        if let current { found[current] = writer.digest }
        return found
    }

    private func compare(
        _ kind: AuditKind,
        _ digests: [Int64: Digest],
        _ run: RunID,
        _ flaws: inout [String]
    ) throws {
        let rows = try Row.fetchCursor(
            snapshot.db,
            sql: "SELECT seq, payload FROM event WHERE run = ? AND kind = ? ORDER BY seq",
            arguments: [run.number, kind.rawValue]
        )
        while let row = try rows.next() {
            let payload = try JSONDecoder().decode(
                [String: String].self,
                from: Data((row["payload"] as String).utf8)
            )
            let seq: Int64 = row["seq"]
            if digests[seq]?.description != payload["digest"] {
                flaws.append("run \(run): the \(kind.rawValue) of event \(seq) are not what was written")
            }
        }
    }
}
