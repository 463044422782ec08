import Foundation
import GRDB

// What a worker does after it sent: writes receipts, and lets items enter their next stage.
extension LedgerTransaction {
    /// Writes what came of claimed steps; a receipt is final, and never proof that a link is dark (R4).
    func record(_ receipts: [StepReceipt], of run: RunID, _ timing: RunTiming) throws {
        guard !receipts.isEmpty else { return }

        try checkFence(run)
        let seq = try appendReceipts(receipts, run)
        try finishAttempts(receipts, run, seq)
        try finishSteps(receipts, run)
        var closed = ClosedSteps()
        for receipt in receipts where try receipt.isOver || finishStep(receipt, run) {
            closed.note(receipt.claim)
        }
        for receipt in receipts where receipt.claim.operation != nil { try follow(receipt, run) }
        try setBytes(receipts, run)
        try keep(receipts, run)
        for receipt in receipts where receipt.claim.kind == .unblock { try noteLifted(receipt, run) }
        for (item, count) in closed.ofStage.sorted(by: { $0.key < $1.key }) {
            try close(count, of: item, run, timing)
        }
        for (item, count) in closed.besides.sorted(by: { $0.key < $1.key }) {
            try close(count, of: item, run, timing, from: .probe)
            try refreshVisibility(of: item, run)
        }
        for item in Set(receipts.filter { $0.claim.kind == .block }.map(\.claim.item)).sorted() {
            try hasten(item, of: run)
        }
        if receipts.contains(where: { $0.claim.kind == .confirm }) { try preserveHeld(in: run) }
        if try isCancelled(run) { try skipRest(of: run) }
    }

    /// Ends a process that lost the ledger: its fence is not the run's any more.
    ///
    /// What was under way when a person cancelled the run is written down like everything else (R10).
    private func checkFence(_ run: RunID) throws {
        try updateOne(
            "UPDATE run SET progressAt = ? WHERE id = ? AND state IN ('applying', 'cancelled') AND fence = ?",
            [now.microseconds, run.number, fence]
        )
    }

    private func appendReceipts(_ receipts: [StepReceipt], _ run: RunID) throws -> Int64 {
        var writer = CanonicalWriter()
        let ordered = receipts.compactMap { receipt in receipt.claim.attempt.map { ($0.number, receipt) } }
            .sorted { $0.0 < $1.0 }
        for (number, receipt) in ordered {
            writer.add(number)
            writer.add(receipt.outcome.rawValue.utf8)
            writer.add(receipt.status.map(Int64.init))
        }
        guard !ordered.isEmpty else { return 0 }

        return try append(
            .receipts,
            run: run.number,
            ["count": "\(ordered.count)", "digest": "\(writer.digest)"]
        )
    }

    /// What receipts of a group have in common, so that one statement writes them.
    private struct Answer: Hashable {
        let outcome: StepReceipt.Outcome
        let status: Int?
        let detail: String?
    }

    /// Writes the attempts' outcomes, one statement for all that ended alike.
    private func finishAttempts(_ receipts: [StepReceipt], _ run: RunID, _ seq: Int64) throws {
        let effects = receipts.filter { $0.claim.attempt != nil }
        let answers = Dictionary(grouping: effects) {
            Answer(outcome: $0.outcome, status: $0.status, detail: $0.detail)
        }
        for (answer, receipts) in answers {
            try update(
                receipts.count,
                """
                UPDATE attempt SET outcome = ?, status = ?, detail = ?, finishedAt = ?, receiptEvent = ?
                WHERE run = ? AND number IN (SELECT value FROM json_each(?)) AND outcome IS NULL AND fence = ?
                """,
                [
                    answer.outcome.rawValue, answer.status, answer.detail, now.microseconds, seq, run.number,
                    Self.list(receipts.compactMap { $0.claim.attempt?.number }), fence,
                ]
            )
        }
    }

    /// How many steps of each item are over: those of its stage, and those beside it that it waits for later.
    private struct ClosedSteps {
        var ofStage: [Int64: Int] = [:]
        var besides: [Int64: Int] = [:]

        mutating func note(_ claim: StepClaim) {
            if !claim.kind.isBesides {
                ofStage[claim.item, default: 0] += 1
            } else if claim.kind.isAwaited {
                besides[claim.item, default: 0] += 1
            }
        }
    }

    /// Ends the steps that are over, in one statement.
    private func finishSteps(_ receipts: [StepReceipt], _ run: RunID) throws {
        let over = receipts.filter(\.isOver)
        for (from, receipts) in Dictionary(
            grouping: over,
            by: { $0.claim.attempt == nil ? "ready" : "intent" }
        ) {
            try update(
                receipts.count,
                """
                UPDATE step SET state = 'done', due = NULL
                WHERE run = ? AND number IN (SELECT value FROM json_each(?)) AND state = ?
                """,
                [run.number, Self.list(receipts.map(\.claim.step)), from]
            )
        }
    }

    private static func list(_ numbers: [Int64]) -> String {
        "[" + numbers.sorted().map { "\($0)" }.joined(separator: ",") + "]"
    }

    /// Moves the step on; answers whether it is over.
    private func finishStep(_ receipt: StepReceipt, _ run: RunID) throws -> Bool {
        let step = receipt.claim.step
        let from = receipt.claim.attempt == nil ? "ready" : "intent"
        switch receipt.next {
        case .finish:
            try move(step, run, from: from, to: .done)
            return true
        case .retry(let pause):
            try takeAgain(receipt.claim, run, from: from, at: now.advanced(by: pause), failures: 1)
            return false
        case .postpone(let pause):
            try takeAgain(receipt.claim, run, from: from, at: now.advanced(by: pause), failures: 0)
            return false
        case .handBack:
            try takeAgain(receipt.claim, run, from: from, at: now, failures: 0)
            return false
        case .await(let url, let pause, let limit):
            try keepPromise(of: step, run, url: url, until: now.advanced(by: limit))
            try takeAgain(receipt.claim, run, from: from, at: now.advanced(by: pause), failures: 0)
            return false
        case .setAside(let cause, let skippingRest):
            try move(step, run, from: from, to: .failed)
            try setAside(receipt.claim.item, of: run, cause: cause, skippingRest: skippingRest)
            return !skippingRest
        }
    }

    /// Makes a step ready once more, unless its item has left the run meanwhile.
    private func takeAgain(
        _ claim: StepClaim,
        _ run: RunID,
        from state: String,
        at due: Timestamp,
        failures: Int
    ) throws {
        let statement = try db.cachedStatement(sql: "SELECT stage FROM item WHERE run = ? AND number = ?")
        let stage = try Int.fetchOne(statement, arguments: [run.number, claim.item])
        guard stage != ItemStage.finished.rawValue else {
            return try move(claim.step, run, from: state, to: .skipped)
        }

        try updateOne(
            """
            UPDATE step SET state = 'ready', due = ?, failures = failures + ?
            WHERE run = ? AND number = ? AND state = ?
            """,
            [due.microseconds, failures, run.number, claim.step, state]
        )
    }

    private func move(_ step: Int64, _ run: RunID, from: String, to state: StepState) throws {
        try updateOne(
            "UPDATE step SET state = ?, due = NULL WHERE run = ? AND number = ? AND state = ?",
            [state.rawValue, run.number, step, from]
        )
    }

    /// A block that was lifted is nobody's any more; one that could not be is what it was, for the next who tries.
    private func noteLifted(_ receipt: StepReceipt, _ run: RunID) throws {
        guard case .link(let url, _) = receipt.claim.target else { return }

        let change: String? =
            switch receipt.next {
            case .finish: "DELETE FROM blocked"
            case .setAside: "UPDATE blocked SET lifting = NULL"
            case .retry, .postpone, .handBack, .await: nil
            }
        guard let change else { return }

        try execute(
            """
            \(change) WHERE url = ? AND lifting = ?
                AND place = (SELECT place FROM step WHERE run = ? AND number = ?)
            """,
            [Data(url.bytes), run.number, run.number, receipt.claim.step]
        )
    }

    private func setBytes(_ receipts: [StepReceipt], _ run: RunID) throws {
        for (bytes, receipts) in Dictionary(grouping: receipts, by: \.bytes) {
            guard let bytes else { continue }

            try execute(
                "UPDATE item SET bytes = ? WHERE run = ? AND number IN (SELECT value FROM json_each(?))",
                [bytes.rawValue, run.number, Self.list(Array(Set(receipts.map(\.claim.item))))]
            )
        }
    }

    /// Leaves an item for a person; what still can be done for it goes on unless `skippingRest`.
    func setAside(_ item: Int64, of run: RunID, cause: String, skippingRest: Bool) throws {
        if skippingRest {
            try leave(item, of: run, as: .setAside, cause: cause)
        } else {
            try execute(
                """
                UPDATE item SET state = 'setAside', cause = coalesce(cause, ?), darkAt = NULL
                WHERE run = ? AND number = ?
                """,
                [cause, run.number, item]
            )
        }
        try append(.setAside, run: run.number, ["item": "\(item)", "cause": cause])
    }

    /// Takes an item out of the run: nothing more is sent for it.
    func leave(_ item: Int64, of run: RunID, as state: ItemState, cause: String) throws {
        try execute(
            """
            UPDATE item SET state = ?, cause = ?, stage = ?, open = 0, darkAt = NULL
            WHERE run = ? AND number = ?
            """,
            [state.rawValue, cause, ItemStage.finished.rawValue, run.number, item]
        )
        try execute(
            """
            UPDATE step SET state = 'skipped', due = NULL
            WHERE run = ? AND item = ? AND state IN ('waiting', 'ready')
            """,
            [run.number, item]
        )
        try execute("UPDATE sight SET due = NULL WHERE run = ? AND item = ?", [run.number, item])
    }

    // MARK: Stages

    /// Takes closed steps off an item's count; the last of a stage lets it enter the next.
    ///
    /// `first` is the stage from which on they are counted: what begins beside the others is waited for later.
    func close(
        _ count: Int,
        of item: Int64,
        _ run: RunID,
        _ timing: RunTiming,
        from first: ItemStage = .disable
    ) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    UPDATE item SET open = open - ? WHERE run = ? AND number = ? AND stage >= ? AND stage < 6
                    RETURNING open, stage
                    """
            ),
            arguments: [count, run.number, item, first.rawValue]
        )
        guard let row, row[0] == 0, let stage = ItemStage(rawValue: row[1]) else { return }

        try advance(item, of: run, from: stage, timing)
    }

    /// Lets an item enter the next stage that has something open.
    func advance(_ item: Int64, of run: RunID, from: ItemStage, _ timing: RunTiming) throws {
        var stage = from
        var open = 0
        while open == 0, let next = ItemStage(rawValue: stage.rawValue + 1) {
            stage = next
            open = try enter(stage, item, run, timing)
        }
        try execute(
            "UPDATE item SET stage = ?, open = ? WHERE run = ? AND number = ?",
            [stage.rawValue, open, run.number, item]
        )
    }

    private func enter(
        _ stage: ItemStage,
        _ item: Int64,
        _ run: RunID,
        _ timing: RunTiming
    ) throws -> Int {
        switch stage {
        case .disable: return 0
        case .confirm: return try ready(["confirm"], item, run, due: now)
        case .purge:
            return try ready(["purge", "purgeTag"], item, run, due: now)
        case .rebound: return try rebounds(of: item, run, timing)
        case .probe:
            try execute(
                "UPDATE sight SET due = ? WHERE run = ? AND item = ? AND isSettled = 0",
                [now.microseconds, run.number, item]
            )
            return try db.changesCount + openBesides(of: item, run)
        case .delete: return try ready(["delete"], item, run, due: try deletion(of: item, run, timing))
        case .finished:
            // What is dark without its blocks needs no more of them.
            try execute(
                """
                UPDATE step SET state = 'skipped', due = NULL
                WHERE run = ? AND item = ? AND kind = 'block' AND state = 'ready'
                """,
                [run.number, item]
            )
            return 0
        }
    }

    /// When the bytes of an item that is dark are destroyed: of its categories the one that leaves most time counts.
    private func deletion(of item: Int64, _ run: RunID, _ timing: RunTiming) throws -> Timestamp {
        guard !timing.deleteByCategory.isEmpty else { return now.advanced(by: timing.deleteAfter) }

        let categories = try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT e.category FROM match m
                        JOIN entry e ON e.run = m.run AND e.list = m.list AND e.line = m.line
                    WHERE m.run = ? AND m.item = ?
                    """
            ),
            arguments: [run.number, item]
        )
        let pauses = categories.map { timing.deleteByCategory[$0] ?? timing.deleteAfter }
        return now.advanced(by: pauses.max() ?? timing.deleteAfter)
    }

    /// What began beside the other steps and is not over, as far as the item waits for it.
    func openBesides(of item: Int64, _ run: RunID) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FROM step WHERE run = ? AND item = ? AND kind IN ('revoke', 'unblock', 'preserve')
                    AND state IN ('ready', 'intent')
                """
        )
        return try Int.fetchOne(statement, arguments: [run.number, item]) ?? 0
    }

    /// Ends the head start that blocks have over disables, once each of the item's blocks was tried.
    private func hasten(_ item: Int64, of run: RunID) throws {
        try execute(
            """
            UPDATE step SET due = ?1 WHERE run = ?2 AND item = ?3 AND kind = 'disable' AND state = 'ready'
                AND tries = 0 AND due > ?1 AND NOT EXISTS (
                    SELECT 1 FROM step b WHERE b.run = ?2 AND b.item = ?3 AND b.kind = 'block'
                        AND (b.state = 'intent' OR (b.state = 'ready' AND b.tries = 0)))
            """,
            [now.microseconds, run.number, item]
        )
    }

    private func ready(_ kinds: [StaticString], _ item: Int64, _ run: RunID, due: Timestamp) throws -> Int {
        let names = kinds.map { "'\($0)'" }.joined(separator: ", ")
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?
            WHERE run = ? AND item = ? AND kind IN (\(names)) AND state = 'waiting'
            """,
            [due.microseconds, run.number, item]
        )
        return db.changesCount
    }

    /// The second purge: a new pass with a new key, after the time that a refill may take.
    private func rebounds(of item: Int64, _ run: RunID, _ timing: RunTiming) throws -> Int {
        try execute(
            """
            UPDATE step SET state = 'ready', pass = pass + 1, failures = 0,
                due = ? + coalesce(?, (SELECT value FROM json_each(?) WHERE key = step.place), ?)
            WHERE run = ? AND item = ? AND kind IN ('purge', 'purgeTag') AND state = 'done'
            """,
            [
                now.microseconds, timing.commonRebound, timing.rebounds,
                Int64(RunTiming.standardRebound / .microseconds(1)), run.number, item,
            ]
        )
        return db.changesCount
    }
}
