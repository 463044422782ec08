import Foundation
import GRDB

// What the ledger knows of one clip, however many runs it was in.
extension LedgerSnapshot {
    /// How many of the newest runs are searched for lists that name the clip: their entries have no index.
    package static let searched = 20

    /// Everything about a clip; decisions are those in force at that time.
    package func history(of clip: ClipID, at now: Timestamp) throws -> ClipHistory {
        let key = try keyedHash()
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT run, number FROM item WHERE clip = ? ORDER BY run DESC",
            arguments: [Data(clip.bytes)]
        )
        let own = Set(rows.map { $0["run"] as Int64 })
        let newest = try runs(limit: Self.searched)
        return ClipHistory(
            clip: clip,
            records: try rows.map { try record($0["number"], of: RunID(stored: $0["run"]), key) },
            decisions: try decisions(on: clip, at: now),
            tombstone: try tombstone(of: clip),
            controlOf: try newest.filter { try isControl(clip, of: $0.id) }.map(\.id.description),
            mentions: try newest.flatMap { try mentions(of: clip, in: $0.id) },
            findings: try newest.flatMap { try findings(of: clip, in: $0.id) },
            searches: try newest.map { try search($0, hasClip: own.contains($0.id.number)) }
        )
    }

    /// The clip of which a run, the newest first, has a link with just these bytes.
    ///
    /// URLs have no index: every link of every run may be read.
    package func clip(of url: LinkURL) throws -> ClipID? {
        let row = try Data.fetchOne(
            db,
            sql: """
                SELECT item.clip FROM link JOIN item ON item.run = link.run AND item.number = link.item
                WHERE link.url = ? ORDER BY link.run DESC LIMIT 1
                """,
            arguments: [Data(url.bytes)]
        )
        return row.map { ClipID(stored: [UInt8]($0)) }
    }

    // MARK: One run

    private func record(_ item: Int64, of run: RunID, _ key: KeyedHash) throws -> ClipRecord {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT \(ItemOverview.columns) FROM item i WHERE run = ? AND number = ?
                """,
            arguments: [run.number, item]
        )
        guard let row else {
            throw LedgerError(path: path, cause: .impossible("an item of run \(run) is gone"))
        }

        let (acts, people) = try acts(of: run)
        return ClipRecord(
            run: try self.run(run),
            inventories: try sources(of: run).map { VisibleText.of($0.name) },
            item: ItemOverview(row),
            matches: try reasons(of: item, run, key),
            steps: try steps(of: item, run, key, people),
            links: try links(of: item, run, key),
            acts: acts
        )
    }

    private func reasons(of item: Int64, _ run: RunID, _ key: KeyedHash) throws -> [ClipRecord.Reason] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT m.*, e.category, e.state FROM match m
                LEFT JOIN entry e ON e.run = m.run AND e.list = m.list AND e.line = m.line
                WHERE m.run = ? AND m.item = ? ORDER BY m.list, m.line, m.rule
                """,
            arguments: [run.number, item]
        )
        .map { row in
            let rule: String = row["rule"]
            let evidence: String = row["evidence"]
            let isURL = rule == Match.Rule.url.rawValue
            return ClipRecord.Reason(
                list: VisibleText.of(row["list"] as String),
                line: row["line"],
                category: row["category"],
                rule: rule,
                evidence: isURL ? "URL \(key.of(evidence.utf8))" : VisibleText.of(evidence),
                entry: row["state"]
            )
        }
    }

    private func steps(
        of item: Int64,
        _ run: RunID,
        _ key: KeyedHash,
        _ people: [Int64: String]
    ) throws -> [ClipRecord.Step] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT s.number, s.kind, s.place, s.pass, s.state, s.due, coalesce(l.url, o.key) AS target,
                    coalesce(l.family, o.family) AS family, s.link IS NULL AS isObject
                FROM step s
                LEFT JOIN link l ON l.run = s.run AND l.number = s.link
                LEFT JOIN object o ON o.run = s.run AND o.number = s.object
                WHERE s.run = ? AND s.item = ? ORDER BY s.number
                """,
            arguments: [run.number, item]
        )
        .map { row in
            let hash = key.of(row["target"] as Data? ?? Data())
            let family: String = row["family"] ?? ""
            return ClipRecord.Step(
                kind: row["kind"],
                place: row["place"],
                target: family + (row["isObject"] ? " object " : " ") + hash,
                pass: row["pass"],
                state: row["state"],
                due: Self.time(row["due"]),
                attempts: try attempts(of: row["number"], run, people)
            )
        }
    }

    private func attempts(
        of step: Int64,
        _ run: RunID,
        _ people: [Int64: String]
    ) throws -> [ClipRecord.Attempt] {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM attempt WHERE run = ? AND step = ? ORDER BY number"
        )
        return try Row.fetchAll(statement, arguments: [run.number, step]).map { row in
            ClipRecord.Attempt(
                pass: row["pass"],
                number: row["try"],
                intendedAt: Timestamp(microseconds: row["intendedAt"]),
                finishedAt: Self.time(row["finishedAt"]),
                outcome: row["outcome"],
                status: row["status"],
                detail: (row["detail"] as String?).map { VisibleText.of($0) },
                key: Hexadecimal.text(of: row["key"] as Data),
                by: people[row["fence"]]
            )
        }
    }

    private func links(of item: Int64, _ run: RunID, _ key: KeyedHash) throws -> [ClipRecord.PlannedLink] {
        try Row.fetchAll(
            db,
            sql: "SELECT number, family, host, url FROM link WHERE run = ? AND item = ? ORDER BY number",
            arguments: [run.number, item]
        )
        .map { row in
            ClipRecord.PlannedLink(
                family: row["family"],
                host: row["host"],
                hash: key.of(row["url"] as Data),
                looks: try looks(at: row["number"], run)
            )
        }
    }

    /// What the run's rounds came to, or what a later look of somebody's saw.
    private func looks(at link: Int64, _ run: RunID) throws -> [ClipRecord.Look] {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM sight WHERE run = ? AND link = ? ORDER BY edge"
        )
        let last = try db.cachedStatement(
            sql: "SELECT * FROM probe WHERE run = ? AND link = ? AND edge = ? ORDER BY at DESC LIMIT 1"
        )
        return try Row.fetchAll(statement, arguments: [run.number, link]).map { row in
            let edge: String = row["edge"]
            let probe = try Row.fetchOne(last, arguments: [run.number, link, edge])
            return ClipRecord.Look(
                edge: edge,
                visibility: probe?["visibility"] ?? row["visibility"],
                reason: probe?["reason"] ?? row["reason"],
                status: probe?["status"],
                at: Self.time(probe?["at"]),
                isSettled: row["isSettled"],
                due: Self.time(row["due"])
            )
        }
    }

    /// What people did to the run, and who held the ledger at each fence.
    private func acts(of run: RunID) throws -> ([ClipRecord.Act], people: [Int64: String]) {
        let kinds: [AuditKind] = [.planned, .started, .recovered, .cancelled]
        let names = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT at, kind, payload FROM event WHERE run = ? AND kind IN (\(names)) ORDER BY seq",
            arguments: [run.number]
        )
        var people: [Int64: String] = [:]
        let acts = try rows.map { row in
            let payload = Data((row["payload"] as String).utf8)
            let fields = try JSONDecoder().decode([String: String].self, from: payload)
            let person = VisibleText.of("\(fields["user"] ?? "?")@\(fields["host"] ?? "?")")
            if let fence = fields["fence"].flatMap({ Int64($0) }) { people[fence] = person }
            return ClipRecord.Act(
                kind: row["kind"],
                at: Timestamp(microseconds: row["at"]),
                by: person,
                reason: VisibleText.of(fields["reason"] ?? "")
            )
        }
        return (acts, people)
    }

    // MARK: Over all runs

    private func decisions(on clip: ClipID, at now: Timestamp) throws -> [Decision] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM decision WHERE clip = ? AND removedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)
                ORDER BY id
                """,
            arguments: [Data(clip.bytes), now.microseconds]
        )
        .compactMap { row in
            Decision.Kind(rawValue: row["kind"]).map { kind in
                Decision(
                    kind: kind,
                    clip: clip,
                    reason: row["reason"],
                    user: row["user"],
                    host: row["host"],
                    createdAt: Timestamp(microseconds: row["createdAt"]),
                    expiresAt: Self.time(row["expiresAt"]),
                    preserves: row["preserves"]
                )
            }
        }
    }

    private func tombstone(of clip: ClipID) throws -> ClipHistory.Tombstone? {
        try Row.fetchOne(
            db,
            sql: "SELECT run, darkAt FROM tombstone WHERE clip = ?",
            arguments: [Data(clip.bytes)]
        )
        .map { row in
            ClipHistory.Tombstone(
                run: RunID(stored: row["run"]).description,
                darkAt: Timestamp(microseconds: row["darkAt"])
            )
        }
    }

    private func isControl(_ clip: ClipID, of run: RunID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM control WHERE run = ? AND clip = ?)"
        )
        return try Bool.fetchOne(statement, arguments: [run.number, Data(clip.bytes)]) ?? false
    }

    /// The entries that name the clip by its id, or by a URL that leads to it.
    private func mentions(of clip: ClipID, in run: RunID) throws -> [ClipHistory.Mention] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT list, line, category, state FROM entry WHERE run = ? AND value IN (?, ?)
                    ORDER BY list, line LIMIT 100
                    """
            ),
            arguments: [run.number, clip.description, "clip \(clip)"]
        )
        .map { row in
            ClipHistory.Mention(
                run: run.description,
                list: VisibleText.of(row["list"] as String),
                line: row["line"],
                category: row["category"],
                state: row["state"]
            )
        }
    }

    private func search(_ run: RunOverview, hasClip: Bool) throws -> ClipHistory.Search {
        var lists: [String] = []
        // By leaps in the primary key: a list may have millions of entries.
        let next = try db.cachedStatement(sql: "SELECT min(list) FROM entry WHERE run = ? AND list > ?")
        while let list = try String.fetchOne(next, arguments: [run.id.number, lists.last ?? ""]) {
            lists.append(list)
        }
        return ClipHistory.Search(
            run: run.id.description,
            job: run.job,
            state: run.state.rawValue,
            plannedAt: run.createdAt,
            inventories: try sources(of: run.id).map { VisibleText.of($0.name) },
            lists: lists.map { VisibleText.of($0) },
            hasClip: hasClip
        )
    }

    private static func time(_ value: Int64?) -> Timestamp? { value.map(Timestamp.init(microseconds:)) }
}
