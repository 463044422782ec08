import Foundation
import GRDB

// What the watch does: looks at tombstones when they are due, and takes up again what has come back.
extension LedgerTransaction {
    /// When a tombstone is looked at, after the clip went dark; later once a month.
    static let looks: [Duration] = [
        .seconds(3600), .seconds(86_400), .seconds(7 * 86_400), .seconds(30 * 86_400),
    ]
    private static let month = Duration.seconds(30 * 86_400)

    /// The tombstones that are due, oldest first; those of clips that are exempt by now are not looked at any more.
    func dueTombstones(limit: Int) throws -> [DueTombstone] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT t.clip, t.run, i.number FROM tombstone t
                JOIN item i ON i.run = t.run AND i.clip = t.clip
                WHERE t.due <= ? ORDER BY t.due LIMIT ?
                """,
            arguments: [now.microseconds, limit]
        )
        return try rows.compactMap { row in
            let clip = ClipID(stored: [UInt8](row["clip"] as Data))
            guard try exemption(of: clip) == nil else {
                try execute("UPDATE tombstone SET due = NULL WHERE clip = ?", [Data(clip.bytes)])
                return nil
            }

            let run = RunID(stored: row["run"])
            let item: Int64 = row["number"]
            return DueTombstone(clip: clip, run: run, item: item, objects: try objects(of: item, run))
        }
    }

    private func objects(of item: Int64, _ run: RunID) throws -> [(store: String, key: ObjectKey)] {
        try Row.fetchAll(
            db,
            sql: "SELECT store, key FROM object WHERE run = ? AND item = ? AND identity IS NOT NULL",
            arguments: [run.number, item]
        ).map { ($0["store"], ObjectKey(stored: [UInt8]($0["key"] as Data))) }
    }

    /// Writes what a look at a tombstone found at every edge, and says what came of it.
    ///
    /// Something new under an old key is left for a person: it is another object than the plan's (R2). A link that is
    /// lit again is purged and probed again by its own run, until it is dark.
    func recordWatch(
        _ tombstone: DueTombstone,
        _ seen: [(edge: String, results: [ProbeResult])],
        _ presence: DueTombstone.Presence
    ) throws -> TombstoneEnd {
        for (edge, results) in seen { try recordLook(results, at: edge, of: tombstone.run) }
        let verdicts = seen.flatMap(\.results).map(\.verdict.visibility)
        let lit = seen.flatMap { edge, results in
            results.filter { $0.verdict.visibility == .lit }.map { (edge, $0) }
        }
        if presence == .back {
            try move(tombstone, to: "returned", due: now.advanced(by: Self.looks[1]))
            try append(.returned, run: tombstone.run.number, ["item": "\(tombstone.item)"])
            try notifyBack(.returned, tombstone.run, "is at its store again; a person has to look")
            return .returned
        }
        if !lit.isEmpty {
            try relight(tombstone, lit)
            try notifyBack(.relit, tombstone.run, "is lit again, and is purged again")
            return .relit
        }
        if verdicts.contains(.unknown) || verdicts.isEmpty || presence == .unknown {
            try move(tombstone, to: "watched", due: now.advanced(by: Self.looks[0]))
            return .unknown
        }
        try execute(
            "UPDATE tombstone SET state = 'watched', looks = looks + 1 WHERE clip = ?",
            [Data(tombstone.clip.bytes)]
        )
        try move(tombstone, to: "watched", due: try nextLook(tombstone.clip))
        return .dark
    }

    /// Once an hour for each run: a thousand clips that are back are one piece of news.
    private func notifyBack(_ kind: NoticeKind, _ run: RunID, _ what: String) throws {
        let hour = now.microseconds / 3_600_000_000
        try notify(
            kind,
            run,
            subject: "\(run) \(hour)",
            "At least one clip that run \(run) of job \(try job(of: run)) took down \(what)."
        )
    }

    private func nextLook(_ clip: ClipID) throws -> Timestamp {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT looks, darkAt FROM tombstone WHERE clip = ?",
            arguments: [Data(clip.bytes)]
        )
        let looks: Int = row?["looks"] ?? 0
        guard looks < Self.looks.count else { return now.advanced(by: Self.month) }

        let due = Timestamp(microseconds: row?["darkAt"] ?? now.microseconds).advanced(by: Self.looks[looks])
        // Looks that nobody was there for are not made up for one after the other.
        return due > now ? due : now.advanced(by: Self.looks[0])
    }

    private func move(_ tombstone: DueTombstone, to state: String, due: Timestamp?) throws {
        try updateOne(
            "UPDATE tombstone SET state = ?, due = ? WHERE clip = ? AND run = ?",
            [state, due?.microseconds, Data(tombstone.clip.bytes), tombstone.run.number]
        )
    }

    /// Takes the item up again where its links are purged and probed; a run that was closed is open again.
    private func relight(_ tombstone: DueTombstone, _ lit: [(String, ProbeResult)]) throws {
        let (run, item) = (tombstone.run, tombstone.item)
        try execute(
            "UPDATE run SET state = 'applying', endedAt = NULL, fence = ? WHERE id = ? AND state = 'closed'",
            [fence, run.number]
        )
        var open = 0
        for (edge, result) in lit {
            try execute(
                """
                UPDATE sight SET visibility = 'lit', reason = ?, streak = 0, isSettled = 0, due = ?, probedAt = ?
                WHERE run = ? AND link = ? AND edge = ?
                """,
                [
                    result.verdict.reason, now.microseconds, now.microseconds, run.number, result.sight.link,
                    edge,
                ]
            )
            open += db.changesCount
        }
        for link in Set(lit.map(\.1.sight.link)) {
            try execute(
                """
                UPDATE step SET state = 'ready', due = ?, pass = pass + 1, failures = 0
                WHERE run = ? AND item = ? AND kind = 'purge' AND link = ? AND state = 'done'
                """,
                [now.microseconds, run.number, item, link]
            )
            open += db.changesCount
        }
        try execute(
            """
            UPDATE item SET stage = ?, open = ?, visibility = 'lit', darkAt = NULL
            WHERE run = ? AND number = ? AND state = 'planned'
            """,
            [ItemStage.probe.rawValue, open, run.number, item]
        )
        try move(tombstone, to: "relit", due: now.advanced(by: Self.looks[0]))
        try append(.relit, run: run.number, ["item": "\(item)", "links": "\(lit.count)"])
    }
}
