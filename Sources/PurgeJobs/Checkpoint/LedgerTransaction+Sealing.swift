import Foundation
import GRDB

// What ends the planning: the guard is computed, the plan gets its digest, and nothing can be added any more.
extension LedgerTransaction {
    /// Seals a plan whose every source was walked to its end.
    ///
    /// - Returns: its digest, how many items it acts on, and what the guards have against them.
    /// - Throws: when a source is not complete: a truncated walk never makes a plan.
    func seal(_ run: RunID, guard limits: Guard, _ inputs: [GuardedInput] = []) throws -> SealedPlan {
        try refuseIncomplete(run)
        try leaveWithdrawn(of: run)
        try dropPlannedFindings(of: run)
        try dropPlannedControls(of: run)
        let digest = try PlanDigest.compute(run, db)
        let clips =
            try Int.fetchOne(db, sql: "SELECT clips FROM run WHERE id = ?", arguments: [run.number]) ?? 0
        let effects =
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM item WHERE run = ? AND state = 'planned'",
                arguments: [run.number]
            ) ?? 0
        let allowed = limits.limit(inventory: clips)
        let stops = try guardStops(of: run, effects: effects, clips: clips, limits, inputs)
        try record(stops, of: run)
        try updateOne(
            """
            UPDATE run SET state = 'sealed', planDigest = ?, sealedAt = ?, effects = ?, guardLimit = ?, stops = ?
            WHERE id = ? AND state = 'walking' AND fence = ?
            """,
            [Data(digest.bytes), now.microseconds, effects, allowed, stops.count, run.number, fence]
        )
        try append(
            .sealed,
            run: run.number,
            [
                "digest": "\(digest)", "effects": "\(effects)", "guardLimit": "\(allowed)",
                "clips": "\(clips)",
                "guards": GuardStop.names(of: stops),
            ]
        )
        if !stops.isEmpty {
            let why =
                "is held by the guard (\(GuardStop.names(of: stops))): it would act on \(effects) clips."
            try notify(.guardStopped, run, why)
        }
        return SealedPlan(
            run: run,
            digest: digest,
            effects: effects,
            clips: clips,
            guardLimit: allowed,
            stops: stops
        )
    }

    /// A clip that is taken down cannot prove that others are lit.
    private func dropPlannedControls(of run: RunID) throws {
        try execute(
            "DELETE FROM control WHERE run = ?1 AND clip IN (SELECT clip FROM item WHERE run = ?1)",
            [run.number]
        )
    }

    private func refuseIncomplete(_ run: RunID) throws {
        let open = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM source WHERE run = ? AND isComplete = 0",
            arguments: [run.number]
        )
        guard open == 0 else {
            throw refuse("run \(run) cannot be sealed: a source was not walked to its end")
        }
    }

    /// Begins, or takes up again, the sending of a sealed plan.
    ///
    /// `count` is what a person typed to release a plan that the guard holds back; it must be the plan's own.
    func startApplying(_ run: RunID, count: Int?, by operator: Operator) throws {
        let row = try runRow(run)
        let state = row["state"] as String
        guard state != "applying" else { return try takeUp(run, by: `operator`) }
        guard state == "sealed" else { throw refuse("run \(run) is \(state): it cannot be applied") }

        try release(row, run, count: count, by: `operator`)
        try updateOne(
            """
            UPDATE run SET state = 'applying', startedAt = ?, progressAt = ?, released = ?, fence = ?
            WHERE id = ? AND state = 'sealed' AND fence <= ?
            """,
            [now.microseconds, now.microseconds, count, fence, run.number, fence]
        )
        try activate(run)
        try append(.started, run: run.number, ["fence": "\(fence)"].merging(`operator`.fields) { $1 })
    }

    /// Checks the count that a person typed, and writes down what they released by it.
    private func release(_ row: Row, _ run: RunID, count: Int?, by operator: Operator) throws {
        let effects = row["effects"] as Int
        let stops = try snapshot.guardStops(of: run)
        if let count, count != effects {
            throw refuse("run \(run) acts on \(effects) clips, not on \(count); say `--count \(effects)`")
        }
        guard count != nil else {
            guard stops.isEmpty, effects <= row["guardLimit"] as Int else {
                throw refuse(
                    "run \(run) is held by a guard (\(GuardStop.names(of: stops))); only `--count \(effects)` releases it"
                )
            }

            return
        }

        let digest = Hexadecimal.text(of: [UInt8](row["planDigest"] as Data))
        let released = ["count": "\(effects)", "digest": digest, "guards": GuardStop.names(of: stops)]
        try append(.released, run: run.number, released.merging(`operator`.fields) { $1 })
    }

    /// An earlier process's intents without a receipt are unknown: said so, and made ready to be tried again.
    private func takeUp(_ run: RunID, by operator: Operator) throws {
        try updateOne(
            "UPDATE run SET fence = ?, progressAt = ? WHERE id = ? AND state = 'applying' AND fence <= ?",
            [fence, now.microseconds, run.number, fence]
        )
        let open = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM attempt WHERE run = ? AND outcome IS NULL",
            arguments: [run.number]
        )
        let seq = try append(
            .recovered,
            run: run.number,
            ["unknown": "\(open ?? 0)", "fence": "\(fence)"].merging(`operator`.fields) { $1 }
        )
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?1
            WHERE run = ?2 AND state = 'intent' AND number IN (
                SELECT step FROM attempt WHERE run = ?2 AND outcome IS NULL)
            """,
            [now.microseconds, run.number]
        )
        try execute(
            """
            UPDATE attempt SET outcome = 'unknown', finishedAt = ?, receiptEvent = ?,
                detail = 'no receipt: the process ended'
            WHERE run = ? AND outcome IS NULL
            """,
            [now.microseconds, seq, run.number]
        )
    }

    /// How long the blocks of an item may keep its disables waiting.
    private static let headStart = Duration.seconds(1)

    /// Lets every item enter its first stage.
    private func activate(_ run: RunID) throws {
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?
            WHERE run = ? AND kind IN ('disable', 'restore', 'block', 'unblock', 'revoke') AND state = 'waiting'
            """,
            [now.microseconds, run.number]
        )
        // A block acts at once, and no refill undoes it; but a node that cannot be told of it keeps no store waiting.
        try execute(
            """
            UPDATE step SET due = ?1 WHERE run = ?2 AND kind = 'disable' AND state = 'ready'
                AND item IN (SELECT item FROM step WHERE run = ?2 AND kind = 'block')
            """,
            [now.advanced(by: Self.headStart).microseconds, run.number]
        )
        try execute(
            """
            UPDATE item SET open = (
                SELECT count(*) FROM step WHERE step.run = item.run AND step.item = item.number
                    AND step.kind IN ('disable', 'restore'))
            WHERE run = ? AND state = 'planned'
            """,
            [run.number]
        )
        let empty = try Int64.fetchAll(
            db,
            sql: "SELECT number FROM item WHERE run = ? AND state = 'planned' AND open = 0",
            arguments: [run.number]
        )
        // No store holds them: nothing to disable, but their links are purged and probed all the same.
        for item in empty { try advance(item, of: run, from: .disable, .none) }
    }

    func runRow(_ run: RunID) throws -> Row {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM run WHERE id = ?"),
                arguments: [run.number]
            )
        else { throw refuse("there is no run \(run) in \(path); `purge status` lists them") }

        return row
    }
}
