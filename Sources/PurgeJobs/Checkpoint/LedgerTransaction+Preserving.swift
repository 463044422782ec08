import Foundation
import GRDB

// What holds that ask for it have put aside, and what ends that.
extension LedgerTransaction {
    /// Makes ready what holds in force want preserved of objects that are hidden: of one run or one clip.
    ///
    /// A run that is closed is open again for it: `purge watch`, or `purge resume`, does what is due then.
    func preserveHeld(in run: RunID? = nil, of clip: ClipID? = nil) throws {
        let items = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT i.run, i.number, i.stage FROM decision d INDEXED BY decisionToPreserve
                        CROSS JOIN item i INDEXED BY itemByClip ON i.clip = d.clip
                        JOIN run r ON r.id = i.run
                    WHERE d.preserves = 1 AND d.removedAt IS NULL AND (d.expiresAt IS NULL OR d.expiresAt > :now)
                        AND i.state = 'planned' AND i.bytes IN ('hidden', 'preserved') AND i.stage >= :purge
                        AND r.purpose = 'takedown' AND r.state IN ('applying', 'closed')
                        AND (:run IS NULL OR i.run = :run) AND (:clip IS NULL OR i.clip = :clip)
                    """
            ),
            arguments: [
                "now": now.microseconds, "purge": ItemStage.purge.rawValue, "run": run?.number,
                "clip": clip.map { Data($0.bytes) },
            ]
        )
        for row in items { try preserve(row[1], of: RunID(stored: row[0]), stage: row[2]) }
    }

    private func preserve(_ item: Int64, of run: RunID, stage: Int) throws {
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?1, failures = 0, pass = pass + (state = 'done')
            WHERE run = ?2 AND item = ?3 AND kind = 'preserve' AND (state IN ('waiting', 'skipped')
                OR (state = 'done' AND EXISTS (
                    SELECT 1 FROM preserved p WHERE p.run = step.run AND p.object = step.object AND p.ending IS NOT NULL)))
                AND EXISTS (
                    SELECT 1 FROM step d WHERE d.run = step.run AND d.item = step.item AND d.kind = 'disable'
                        AND d.object = step.object AND d.state = 'done')
            """,
            [now.microseconds, run.number, item]
        )
        let count = db.changesCount
        guard count > 0, stage >= ItemStage.probe.rawValue else { return }

        // What is not counted now is counted when the item comes to be probed.
        try execute(
            "UPDATE item SET open = open + ?, stage = min(stage, ?) WHERE run = ? AND number = ?",
            [
                count, stage == ItemStage.finished.rawValue ? ItemStage.probe.rawValue : stage, run.number,
                item,
            ]
        )
        try execute(
            "UPDATE run SET state = 'applying', endedAt = NULL, fence = ? WHERE id = ? AND state = 'closed'",
            [fence, run.number]
        )
        if db.changesCount == 1 {
            try append(.reopened, run: run.number, ["item": "\(item)", "for": "preserve"])
        }
    }

    /// Writes down what is kept of which object.
    func keep(_ receipts: [StepReceipt], _ run: RunID) throws {
        for receipt in receipts {
            guard let bytes = receipt.preserved else { continue }

            try update(
                1,
                """
                INSERT INTO preserved (run, object, clip, digest, size, way, preservedAt)
                SELECT s.run, s.object, i.clip, ?, ?, ?, ? FROM step s
                    JOIN item i ON i.run = s.run AND i.number = s.item
                WHERE s.run = ? AND s.number = ?
                ON CONFLICT (run, object) DO UPDATE SET digest = excluded.digest, size = excluded.size,
                    way = excluded.way, preservedAt = excluded.preservedAt, ending = NULL, endedAt = NULL
                """,
                [
                    Data(bytes.digest.bytes), bytes.size, bytes.way.rawValue, now.microseconds, run.number,
                    receipt.claim.step,
                ]
            )
        }
    }

    /// Whether the bytes of an object, or another one of its clip, must not be destroyed now.
    func isHeld(_ clip: Data, object: Int64, of run: RunID) throws -> Bool {
        if try decision(.hold, on: clip) != nil { return true }

        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM preserved WHERE run = ? AND object = ? AND endedAt IS NULL)"
        )
        return try Bool.fetchOne(statement, arguments: [run.number, object]) ?? false
    }

    // MARK: Ending

    /// Says that a person has what is preserved of a clip released or destroyed, before anything of it is done.
    ///
    /// - Returns: what that is.
    /// - Throws: while a hold is in force on the clip, or something of it is about to be preserved; and where nothing is.
    func beginEnding(
        of clip: ClipID,
        as ending: PreservedObject.Ending,
        by operator: Operator
    ) throws -> [PreservedObject] {
        if let reason = try decision(.hold, on: Data(clip.bytes)) {
            throw refuse(
                "clip \(clip) is held (\(VisibleText.of(reason))); `purge hold remove \(clip)` comes first"
            )
        }
        let isUnderWay = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM item i INDEXED BY itemByClip JOIN step s ON s.run = i.run AND s.item = i.number
                    WHERE i.clip = ? AND s.kind = 'preserve' AND s.state IN ('ready', 'intent'))
                """,
            arguments: [Data(clip.bytes)]
        )
        if isUnderWay == true {
            throw refuse("something of clip \(clip) is about to be preserved; `purge watch` ends that first")
        }
        let objects = try snapshot.preserved(of: clip)
        guard !objects.isEmpty else { throw refuse("nothing of clip \(clip) is preserved") }

        var fields = `operator`.fields
        fields["ending"] = ending.rawValue
        fields["clip"] = Hexadecimal.text(of: clip.bytes)
        fields["objects"] = "\(objects.count)"
        fields["digests"] = objects.map { "\($0.bytes.digest)" }.joined(separator: " ")
        try append(.preservationEnding, run: 0, fields)
        return objects
    }

    /// Writes down that one preserved object was released or destroyed.
    func end(_ object: PreservedObject, as ending: PreservedObject.Ending) throws {
        let run = object.run.number
        try updateOne(
            """
            UPDATE preserved SET ending = ?, endedAt = max(?, preservedAt)
            WHERE run = ? AND object = ? AND endedAt IS NULL
            """,
            [ending.rawValue, now.microseconds, run, object.object]
        )
        try updateOne(
            """
            UPDATE item SET bytes = (
                SELECT CASE
                    WHEN sum(p.endedAt IS NULL) > 0 THEN 'preserved'
                    WHEN sum(NOT (p.way = 'moved' AND p.ending = 'destroyed')) > 0 THEN 'hidden'
                    ELSE 'erased' END
                FROM object o JOIN preserved p ON p.run = o.run AND p.object = o.number
                WHERE o.run = item.run AND o.item = item.number)
            WHERE run = ?1 AND number = (SELECT item FROM object WHERE run = ?1 AND number = ?2)
            """,
            [run, object.object]
        )
        try append(
            .preservationEnded,
            run: 0,
            [
                "ending": ending.rawValue, "clip": Hexadecimal.text(of: object.clip.bytes),
                "run": "\(object.run)",
                "store": object.store, "digest": "\(object.bytes.digest)",
            ]
        )
    }
}
