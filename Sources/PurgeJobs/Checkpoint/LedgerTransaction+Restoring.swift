import Foundation
import GRDB

// What brings clips back: who claims them, what former runs did to them, and what is forgotten when it is undone.
extension LedgerTransaction {
    /// Everything that keeps a clip down, runs first, oldest first.
    ///
    /// A claim is released from the moment on at which a restore that names it begins.
    func claims(on clip: ClipID) throws -> [ClipClaim] {
        let runs = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT r.id, r.state FROM item i INDEXED BY itemByClip JOIN run r ON r.id = i.run
                    WHERE i.clip = ?1 AND r.purpose = 'takedown' AND r.startedAt IS NOT NULL AND i.state <> 'exempt'
                        AND (r.state <> 'cancelled' OR i.bytes <> 'present' OR EXISTS (
                            SELECT 1 FROM blocked b JOIN link l ON l.run = b.run AND l.url = b.url
                            WHERE b.run = i.run AND l.item = i.number))
                        AND NOT \(Self.isReleased)
                    ORDER BY r.id
                    """
            ),
            arguments: [Data(clip.bytes)]
        ).map { row in
            let run = RunID(stored: row["id"])
            return row["state"] == RunState.applying.rawValue ? ClipClaim.unfinished(run) : .run(run)
        }
        let holds = try decision(.hold, on: Data(clip.bytes)).map { [ClipClaim.hold(reason: $0)] } ?? []
        let preserved = try snapshot.preserved(of: clip).isEmpty ? [] : [ClipClaim.preserved]
        return try runs + openAttempts(on: clip).map { .attempt($0) } + holds + preserved
    }

    /// The runs of takedown with an effect on the clip of which nobody knows what came.
    ///
    /// Also those with a promise whose time is not up: what a store does late would undo the restore.
    private func openAttempts(on clip: ClipID) throws -> [RunID] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT a.run FROM item i INDEXED BY itemByClip
                        JOIN run r ON r.id = i.run
                        JOIN step s ON s.run = i.run AND s.item = i.number AND s.state = 'intent'
                        JOIN attempt a INDEXED BY attemptOpen ON a.run = s.run AND a.step = s.number
                    WHERE i.clip = ?1 AND r.purpose = 'takedown' AND a.outcome IS NULL
                    UNION
                    SELECT s.run FROM item i INDEXED BY itemByClip
                        JOIN run r ON r.id = i.run
                        JOIN step s ON s.run = i.run AND s.item = i.number
                        JOIN operation p ON p.run = s.run AND p.step = s.number
                    WHERE i.clip = ?1 AND r.purpose = 'takedown' AND p.deadline > ?2
                    """
            ),
            arguments: [Data(clip.bytes), now.microseconds]
        ).map { RunID(stored: $0) }
    }

    /// Calls `body` with each clip that a run did something to and that no restore has undone, in byte order.
    func forEachTouchedClip(of run: RunID, _ body: (ClipID) throws -> Void) throws {
        var last = Data()
        while true {
            let clips = try Data.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT clip FROM item i WHERE run = ? AND clip > ? AND \(Self.isTouched)
                            AND NOT \(Self.isReleased)
                        ORDER BY clip LIMIT 500
                        """
                ),
                arguments: [run.number, last]
            )
            guard let end = clips.last else { return }

            for clip in clips { try body(ClipID(stored: [UInt8](clip))) }
            last = end
        }
    }

    /// The runs that did something to a clip, or claim it, and that no restore has undone; oldest first.
    func runs(touching clip: ClipID) throws -> [RunID] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT i.run FROM item i INDEXED BY itemByClip JOIN run r ON r.id = i.run
                    WHERE i.clip = ? AND r.purpose = 'takedown' AND r.startedAt IS NOT NULL
                        AND (\(Self.isTouched) OR i.state IN ('planned', 'setAside', 'alreadyDown')) AND NOT \(Self.isReleased)
                    ORDER BY i.run
                    """
            ),
            arguments: [Data(clip.bytes)]
        ).map { RunID(stored: $0) }
    }

    /// Whether something was sent for an item `i`.
    private static let isTouched = """
        EXISTS (SELECT 1 FROM step s WHERE s.run = i.run AND s.item = i.number
            AND s.kind IN ('disable', 'block') AND s.tries > 0)
        """

    /// Whether a restore undid, or undoes, what a run did to an item `i`; one that was given up, or left the clip for a
    /// person, does not.
    private static let isReleased = """
        EXISTS (SELECT 1 FROM release e JOIN run o ON o.id = e.restore
            JOIN item back ON back.run = e.restore AND back.clip = e.clip
            WHERE e.clip = i.clip AND e.run = i.run AND o.state IN ('applying', 'closed')
                AND back.state = 'planned')
        """

    /// What is to be done so that a clip comes back from what those runs did to it; nil where they did nothing.
    ///
    /// Its links are wanted lit where something is behind them: `families` are those of which each link has an object.
    func restoration(
        of clip: ClipID,
        from runs: [RunID],
        families: Set<String>,
        _ match: Match
    ) throws -> PlannedItem? {
        var objects: [PlannedItem.Object] = []
        var targets: [LinkURL: PlannedItem.Target] = [:]
        var extras: [PlannedItem.Extra] = []
        var erased = 0
        for run in runs.sorted(by: { $0.number > $1.number }) {
            guard let item = try itemNumber(of: clip, in: run) else { continue }

            let hidden = try hiddenObjects(of: item, run)
            erased += hidden.erased
            objects += hidden.objects.filter { new in
                !objects.contains { $0.store == new.store && $0.key == new.key }
            }
            for target in try litTargets(of: item, run, families) {
                let former = targets[target.link.url]
                targets[target.link.url] = former.map { target.united(with: $0) } ?? target
            }
            extras += try tags(of: item, run)
        }
        guard !objects.isEmpty || targets.values.contains(where: { !$0.blockers.isEmpty }) || erased > 0
        else {
            return nil
        }

        return PlannedItem(
            clip: Clip(id: clip),
            state: .planned,
            cause: erased > 0 ? "\(erased) of its objects were destroyed, which nothing brings back" : nil,
            category: match.category,
            matches: [match],
            objects: objects,
            targets: targets.values.sorted { $0.link.url < $1.link.url },
            extras: extras,
            isDeleted: false,
            isNamed: true
        )
    }

    /// Plans an item of a restore, with the claims that it releases when it begins.
    func bringBack(_ item: PlannedItem, releasing runs: [RunID], in restore: RunID) throws {
        try add(
            item.matches.map {
                ListEntry(list: $0.list, line: $0.line, category: $0.category, value: .clip(item.clip.id))
            },
            to: restore
        )
        try execute("UPDATE run SET clips = clips + 1 WHERE id = ?", [restore.number])
        try insert(item, in: restore)
        for run in runs {
            try execute(
                "INSERT INTO release (clip, run, restore) VALUES (?, ?, ?)",
                [Data(item.clip.id.bytes), run.number, restore.number]
            )
        }
    }

    // MARK: What was done to one clip

    private func itemNumber(of clip: ClipID, in run: RunID) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT number FROM item WHERE run = ? AND clip = ?")
        return try Int64.fetchOne(statement, arguments: [run.number, Data(clip.bytes)])
    }

    private func hiddenObjects(
        of item: Int64,
        _ run: RunID
    ) throws -> (objects: [PlannedItem.Object], erased: Int) {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT o.store, o.key, o.family, o.identity, o.size, EXISTS (
                            SELECT 1 FROM step d JOIN attempt a ON a.run = d.run AND a.step = d.number
                            WHERE d.run = s.run AND d.item = s.item AND d.kind = 'delete' AND d.object = o.number
                                AND d.state = 'done' AND a.outcome IN ('done', 'already', 'gone')) AS isErased
                    FROM step s JOIN object o ON o.run = s.run AND o.number = s.object
                    WHERE s.run = ? AND s.item = ? AND s.kind = 'disable' AND s.tries > 0 AND EXISTS (
                        SELECT 1 FROM attempt a WHERE a.run = s.run AND a.step = s.number
                            AND a.outcome IN ('done', 'already', 'unknown', 'accepted'))
                    ORDER BY o.number
                    """
            ),
            arguments: [run.number, item]
        )
        let objects = rows.filter { $0["isErased"] == false }.compactMap { row -> PlannedItem.Object? in
            guard let identity = row["identity"] as String? else { return nil }

            return PlannedItem.Object(
                store: row["store"],
                key: ObjectKey(stored: [UInt8](row["key"] as Data)),
                family: row["family"],
                evidence: ObjectEvidence(identity: identity, size: row["size"]),
                hiddenBy: run
            )
        }
        return (objects, rows.count { $0["isErased"] == true })
    }

    private func litTargets(
        of item: Int64,
        _ run: RunID,
        _ families: Set<String>
    ) throws -> [PlannedItem.Target] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM link WHERE run = ? AND item = ? ORDER BY number"),
            arguments: [run.number, item]
        ).map { row in
            let family: String = row["family"]
            let url = LinkURL(stored: [UInt8](row["url"] as Data))
            let size: Int64? = row["size"]
            let isExpected = row["isProven"] && (size != nil || !families.contains(family))
            let link: Int64 = row["number"]
            return PlannedItem.Target(
                link: Link(family: family, host: row["host"], url: url),
                size: size,
                isProven: row["isProven"],
                nodes: try nodes(of: "purge", link, item, run),
                edges: isExpected ? try edges(of: link, run) : [],
                blockers: try blockers(of: url, run),
                wanted: .lit
            )
        }
    }

    private func nodes(of kind: String, _ link: Int64, _ item: Int64, _ run: RunID) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT place FROM step WHERE run = ? AND item = ? AND kind = ? AND link = ? ORDER BY place
                    """
            ),
            arguments: [run.number, item, kind, link]
        ).compactMap { StepPlace(stored: $0)?.name }
    }

    private func edges(of link: Int64, _ run: RunID) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT edge FROM sight WHERE run = ? AND link = ? ORDER BY edge"),
            arguments: [run.number, link]
        )
    }

    private func blockers(of url: LinkURL, _ run: RunID) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT place FROM blocked WHERE run = ? AND url = ? ORDER BY place"),
            arguments: [run.number, Data(url.bytes)]
        ).compactMap { StepPlace(stored: $0)?.name }
    }

    private func tags(of item: Int64, _ run: RunID) throws -> [PlannedItem.Extra] {
        try Row.fetchAll(
            db.cachedStatement(
                sql:
                    "SELECT place, target FROM step WHERE run = ? AND item = ? AND kind = 'purgeTag' ORDER BY number"
            ),
            arguments: [run.number, item]
        ).compactMap { row in
            StepPlace(stored: row["place"]).map {
                PlannedItem.Extra(kind: .purgeTag, place: $0, target: [UInt8](row["target"] as Data))
            }
        }
    }
}

extension PlannedItem.Target {
    /// The same link as two runs had it: everything that either did is undone.
    fileprivate func united(with other: Self) -> Self {
        Self(
            link: link,
            size: size ?? other.size,
            isProven: isProven || other.isProven,
            nodes: Set(nodes + other.nodes).sorted(),
            edges: Set(edges + other.edges).sorted(),
            blockers: Set(blockers + other.blockers).sorted(),
            wanted: .lit
        )
    }
}
