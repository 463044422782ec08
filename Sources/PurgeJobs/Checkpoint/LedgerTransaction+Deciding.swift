import Foundation
import GRDB

// What people decide: exemptions, holds, and the end of a run.
extension LedgerTransaction {
    /// Writes a decision down; one of the same kind on the same clip is replaced, which is an event too.
    func decide(
        _ kind: Decision.Kind,
        on clip: ClipID,
        until expiry: Timestamp?,
        preserves: Bool = false,
        by operator: Operator
    ) throws {
        try execute(
            """
            UPDATE decision SET removedAt = ?, removedReason = 'replaced'
            WHERE kind = ? AND clip = ? AND removedAt IS NULL
            """,
            [now.microseconds, kind.rawValue, Data(clip.bytes)]
        )
        try execute(
            """
            INSERT INTO decision (id, kind, clip, reason, user, host, createdAt, expiresAt, preserves)
            SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM decision
            """,
            [
                kind.rawValue, Data(clip.bytes), `operator`.reason, `operator`.user, `operator`.host,
                now.microseconds, expiry?.microseconds, preserves,
            ]
        )
        var fields = `operator`.fields
        fields["kind"] = kind.rawValue
        fields["clip"] = Hexadecimal.text(of: clip.bytes)
        fields["until"] = expiry?.description
        if preserves { fields["preserves"] = "true" }
        try append(.decided, run: 0, fields)
        if preserves { try preserveHeld(of: clip) }
    }

    /// Takes a decision back.
    ///
    /// - Throws: when there is none in force.
    func removeDecision(_ kind: Decision.Kind, on clip: ClipID, by operator: Operator) throws {
        try execute(
            """
            UPDATE decision SET removedAt = ?, removedReason = ?
            WHERE kind = ? AND clip = ? AND removedAt IS NULL
            """,
            [now.microseconds, `operator`.reason, kind.rawValue, Data(clip.bytes)]
        )
        guard db.changesCount > 0 else { throw refuse("clip \(clip) has no \(kind.rawValue) to remove") }

        var fields = `operator`.fields
        fields["kind"] = kind.rawValue
        fields["clip"] = Hexadecimal.text(of: clip.bytes)
        try append(.decisionRemoved, run: 0, fields)
    }

    /// The reason of the decision of that kind that is in force on a clip now.
    func decision(_ kind: Decision.Kind, on clip: Data) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT reason FROM decision
                WHERE clip = ? AND kind = ? AND removedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)
                """
        )
        return try String.fetchOne(statement, arguments: [clip, kind.rawValue, now.microseconds])
    }

    func exemption(of clip: ClipID) throws -> String? { try decision(.exemption, on: Data(clip.bytes)) }

    /// Whether a former run took the clip down and it has not been seen again.
    func hasTombstone(_ clip: ClipID) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM tombstone WHERE clip = ?)")
        return try Bool.fetchOne(statement, arguments: [Data(clip.bytes)]) ?? false
    }

    /// The digest of all decisions and withdrawals in force, part of every plan's digest.
    func exemptionsDigest() throws -> Digest {
        var writer = CanonicalWriter()
        let clips = try Row.fetchCursor(
            db,
            sql: """
                SELECT clip, kind FROM decision
                WHERE removedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?) ORDER BY clip, kind
                """,
            arguments: [now.microseconds]
        )
        while let row = try clips.next() {
            writer.add(row["clip"] as Data)
            writer.add((row["kind"] as String).utf8)
        }
        let withdrawals = try Row.fetchCursor(
            db,
            sql: "SELECT list, key FROM withdrawal WHERE removedAt IS NULL ORDER BY list, key"
        )
        while let row = try withdrawals.next() {
            writer.add((row["list"] as String).utf8)
            writer.add(row["key"] as Data)
        }
        return writer.digest
    }

    /// Ends a run for good; what was done stays done.
    func cancel(_ run: RunID, by operator: Operator) throws {
        let state = try runRow(run)["state"] as String
        guard ["walking", "sealed", "applying"].contains(state) else {
            throw refuse("run \(run) is \(state): there is nothing to cancel")
        }

        try skipRest(of: run)
        try updateOne(
            "UPDATE run SET state = 'cancelled', endedAt = ? WHERE id = ? AND state = ?",
            [now.microseconds, run.number, state]
        )
        try append(.cancelled, run: run.number, `operator`.fields)
    }

    func isCancelled(_ run: RunID) throws -> Bool { try runRow(run)["state"] == RunState.cancelled.rawValue }

    /// Nothing more is done for the run.
    func skipRest(of run: RunID) throws {
        try execute(
            "UPDATE step SET state = 'skipped', due = NULL WHERE run = ? AND state IN ('waiting', 'ready')",
            [run.number]
        )
        try execute("UPDATE sight SET due = NULL WHERE run = ? AND due IS NOT NULL", [run.number])
    }

    /// Closes a run of which nothing is due any more; answers whether it could be.
    ///
    /// An item that was left for a person keeps no run open (R12): what is still due for it is not done any more. Only
    /// while one of its links is lit the run goes on with that: nothing lit is ever given up.
    func closeIfFinished(_ run: RunID) throws -> Bool {
        let open = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM step s JOIN item i ON i.run = s.run AND i.number = s.item
                    WHERE s.run = :run AND s.state IN ('waiting', 'ready', 'intent')
                        AND NOT (s.kind = 'preserve' AND s.state = 'waiting')
                        AND (i.state = 'planned' OR s.state = 'intent'))
                OR EXISTS (
                    SELECT 1 FROM sight s JOIN item i ON i.run = s.run AND i.number = s.item
                    WHERE s.run = :run AND s.due IS NOT NULL
                        AND (i.state = 'planned' OR (i.state = 'setAside' AND s.visibility = 'lit')))
                """,
            arguments: ["run": run.number]
        )
        guard open == false else { return false }

        try skipRest(of: run)
        try updateOne(
            "UPDATE run SET state = 'closed', endedAt = ? WHERE id = ? AND state = 'applying' AND fence = ?",
            [now.microseconds, run.number, fence]
        )
        try append(.closed, run: run.number, [:])
        try notifyClosed(run)
        return true
    }
}
