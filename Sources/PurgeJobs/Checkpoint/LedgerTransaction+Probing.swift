import Foundation
import GRDB

// What the verifier does: takes links that are due at an edge, and writes what a round found.
extension LedgerTransaction {
    /// The next links that are due at an edge, oldest first; one worker an edge asks, so nothing is taken twice.
    func dueSights(at edge: String, of run: RunID, limit: Int) throws -> [DueSight] {
        try sights("s.due <= ? ORDER BY s.due LIMIT ?", edge, run, [now.microseconds, limit])
    }

    /// All links at an edge after one, for a look that changes no due time.
    func sights(at edge: String, of run: RunID, after link: Int64, limit: Int) throws -> [DueSight] {
        try sights("s.link > ? ORDER BY s.link LIMIT ?", edge, run, [link, limit])
    }

    /// The links of one item at an edge.
    func sights(at edge: String, of run: RunID, item: Int64) throws -> [DueSight] {
        try sights("s.item = ? ORDER BY s.link", edge, run, [item])
    }

    private func sights(
        _ condition: String,
        _ edge: String,
        _ run: RunID,
        _ arguments: StatementArguments
    ) throws -> [DueSight] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.link, s.item, s.round, i.clip, l.url, l.family, l.host, l.size, l.isProven,
                    s.wanted
                FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link
                    JOIN item i ON i.run = s.run AND i.number = s.item
                WHERE s.run = ? AND s.edge = ? AND \(condition)
                """
        )
        return try Row.fetchAll(statement, arguments: [run.number, edge] + arguments).map { row in
            DueSight(
                link: row["link"],
                item: row["item"],
                url: LinkURL(stored: [UInt8](row["url"] as Data)),
                family: row["family"],
                host: row["host"],
                size: row["size"],
                isProven: row["isProven"],
                round: row["round"],
                clip: ClipID(stored: [UInt8](row["clip"] as Data)),
                wanted: PlannedItem.Wanted(rawValue: row["wanted"]) ?? .dark
            )
        }
    }

    /// The links that must answer lit for a verdict of dark in that family and host.
    func controls(of run: RunID) throws -> [Link] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT family, host, url FROM control WHERE run = ? ORDER BY family, host, url",
            arguments: [run.number]
        )
        return rows.map {
            Link(family: $0["family"], host: $0["host"], url: LinkURL(stored: [UInt8]($0["url"] as Data)))
        }
    }

    /// Writes what a look before the plan, or after the run, found; nothing is due because of it.
    func recordLook(_ results: [ProbeResult], at edge: String, of run: RunID) throws {
        guard !results.isEmpty else { return }

        let seq = try appendRound(results, at: edge, run)
        for result in results { try insertProbe(result, at: edge, run, seq, round: result.sight.round) }
    }

    /// Writes a round: verdicts, streaks, what is due next, and purges again what is lit.
    ///
    /// Answers how many settled in it.
    @discardableResult
    func recordRound(
        _ results: [ProbeResult],
        at edge: String,
        node: String?,
        of run: RunID,
        _ timing: RunTiming
    ) throws -> Int {
        guard try !results.isEmpty && !isCancelled(run) else { return 0 }

        try updateOne(
            "UPDATE run SET fence = fence WHERE id = ? AND state = 'applying' AND fence = ?",
            [run.number, fence]
        )
        let seq = try appendRound(results, at: edge, run)
        var settled: [Int64: Int] = [:]
        for result in results {
            try insertProbe(result, at: edge, run, seq, round: result.sight.round + 1)
            if try update(result, at: edge, run, timing.verification) {
                settled[result.sight.item, default: 0] += 1
            }
            if result.callsForPurge, let node {
                try purgeAgain(result, at: node, edge: edge, run, timing.verification)
            }
        }
        for item in Set(results.map(\.sight.item)).sorted() {
            try refreshVisibility(of: item, run)
            if let count = settled[item] { try close(count, of: item, run, timing) }
        }
        return settled.values.reduce(0, +)
    }

    private func appendRound(_ results: [ProbeResult], at edge: String, _ run: RunID) throws -> Int64 {
        var counts: [String: Int] = [:]
        for result in results { counts[result.verdict.visibility.rawValue, default: 0] += 1 }
        return try append(
            .round,
            run: run.number,
            counts.mapValues { "\($0)" }.merging(["edge": edge]) { $1 }
        )
    }

    private func insertProbe(
        _ result: ProbeResult,
        at edge: String,
        _ run: RunID,
        _ seq: Int64,
        round: Int
    ) throws {
        try execute(
            """
            INSERT OR REPLACE INTO probe (run, link, edge, round, at, visibility, reason, status, event)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, result.sight.link, edge, round, now.microseconds,
                result.verdict.visibility.rawValue, result.verdict.reason, result.status, seq,
            ]
        )
    }

    /// Moves a link's verdict at an edge on; answers whether it settled now.
    private func update(
        _ result: ProbeResult,
        at edge: String,
        _ run: RunID,
        _ policy: VerificationPolicy
    ) throws -> Bool {
        let rounds = max(2, policy.rounds)
        // What a block hides is looked at again now and then: it may be lifted, or its node may get a way around it.
        let pause = result.verdict == .dark(.blocked) ? VerificationPolicy.blockedPause : policy.spacing
        try execute(
            """
            UPDATE sight SET visibility = :visibility, reason = :reason, round = round + 1, probedAt = :now,
                streak = CASE WHEN NOT :isWanted THEN 0 WHEN reason = :reason THEN streak + 1 ELSE 1 END,
                isSettled = :isEnd AND reason = :reason AND streak + 1 >= :rounds,
                due = CASE WHEN :isEnd AND reason = :reason AND streak + 1 >= :rounds THEN NULL
                    WHEN :isWanted AND reason = :reason AND streak + 1 >= :rounds THEN :later ELSE :soon END
            WHERE run = :run AND link = :link AND edge = :edge AND isSettled = 0 AND due IS NOT NULL
            """,
            [
                "visibility": result.verdict.visibility.rawValue, "reason": result.verdict.reason,
                "now": now.microseconds, "isWanted": result.isWanted, "isEnd": result.isEnd, "rounds": rounds,
                "later": now.advanced(by: pause).microseconds,
                "soon": now.advanced(by: policy.spacing).microseconds, "run": run.number,
                "link": result.sight.link, "edge": edge,
            ]
        )
        guard result.isEnd, db.changesCount == 1 else { return false }

        let statement = try db.cachedStatement(
            sql: "SELECT isSettled FROM sight WHERE run = ? AND link = ? AND edge = ?"
        )
        return try Bool.fetchOne(statement, arguments: [run.number, result.sight.link, edge]) ?? false
    }

    /// What is not as it should be is purged again, with growing pauses and never given up; the look after it comes after
    /// the purge.
    private func purgeAgain(
        _ result: ProbeResult,
        at node: String,
        edge: String,
        _ run: RunID,
        _ policy: VerificationPolicy
    ) throws {
        let sight = result.sight
        let place = StepPlace.node(node).text
        let pass = try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT pass FROM step WHERE run = ? AND item = ? AND kind = 'purge' AND place = ?
                        AND link = ? AND state IN ('done', 'failed')
                    """
            ),
            arguments: [run.number, sight.item, place, sight.link]
        )
        guard let pass else { return }

        let due = now.advanced(by: policy.repurge * (1 << min(4, max(0, pass - 2))))
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?, pass = pass + 1, failures = 0
            WHERE run = ? AND item = ? AND kind IN ('purge', 'purgeTag') AND place = ?
                AND state IN ('done', 'failed') AND (link = ? OR link IS NULL)
            """,
            [due.microseconds, run.number, sight.item, place, sight.link]
        )
        let purges = db.changesCount
        try execute(
            "UPDATE sight SET due = ? WHERE run = ? AND link = ? AND edge = ?",
            [due.advanced(by: policy.spacing).microseconds, run.number, sight.link, edge]
        )
        // The new passes are open again, so that the item cannot leave the stage before they are answered.
        try execute(
            "UPDATE item SET open = open + ? WHERE run = ? AND number = ? AND stage < 6",
            [purges, run.number, sight.item]
        )
        if case .lit = result.verdict, sight.wanted == .dark { try blockAgain(sight, at: node, run) }
    }

    /// A link that is lit is refused by no deny list, whatever the node said: it may have been started anew since.
    private func blockAgain(_ sight: DueSight, at node: String, _ run: RunID) throws {
        try execute(
            """
            UPDATE step SET state = 'ready', due = ?, pass = pass + 1, failures = 0
            WHERE run = ? AND item = ? AND kind = 'block' AND place = ? AND link = ? AND state = 'done'
            """,
            [now.microseconds, run.number, sight.item, StepPlace.denyList(node).text, sight.link]
        )
    }

    /// What was set aside because a purge failed is the run's again when that purge was done after all, and all has settled.
    private func takeBack(_ item: Int64, _ run: RunID) throws {
        try execute(
            """
            UPDATE item SET state = 'planned', cause = CASE WHEN cause LIKE '%not addressed:%' THEN cause END
            WHERE run = ?1 AND number = ?2 AND state = 'setAside' AND stage < 6 AND NOT EXISTS (
                SELECT 1 FROM step WHERE run = ?1 AND item = ?2 AND state = 'failed')
            """,
            [run.number, item]
        )
        guard db.changesCount == 1 else { return }

        try append(.takenBack, run: run.number, ["item": "\(item)"])
    }

    /// An item is lit when one of its links is, dark when every one has settled, and else unknown.
    ///
    /// It is blocked when nothing but blocks keeps it from being settled. One that is brought back is lit when every link
    /// has settled so.
    ///
    /// While a revocation is open its tokens work: then it is not dark yet; nor is it back while a block is to be lifted.
    func refreshVisibility(of item: Int64, _ run: RunID) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT sum(visibility = 'lit') AS lit, sum(visibility = 'dark') AS dark,
                        sum(isSettled = 0) AS unsettled,
                        sum(isSettled = 0 AND NOT (reason = 'blocked' AND streak >= 2)) AS doubtful,
                        max(wanted) = 'lit' AS isRestore, count(*) AS looks
                    FROM sight WHERE run = ? AND item = ?
                    """
            ),
            arguments: [run.number, item]
        )
        guard let row, row["looks"] > 0 else { return }

        let unsettled: Int = row["unsettled"]
        let (lit, dark): (Int, Int) = (row["lit"], row["dark"])
        let isRestore: Bool = row["isRestore"]
        let isOver = try unsettled == 0 && openBesides(of: item, run) == 0
        let visibility: Visibility =
            if isRestore {
                isOver ? .lit : dark > 0 ? .dark : .unknown
            } else {
                lit > 0 ? .lit : row["doubtful"] > 0 ? .unknown : .dark
            }
        let isDown = visibility == .dark && !isRestore
        if unsettled == 0 { try takeBack(item, run) }
        let isDone = isDown && isOver
        try execute(
            """
            UPDATE item SET visibility = ?, darkAt = CASE WHEN ? AND state = 'planned' THEN ? END,
                blockedAt = CASE WHEN ? AND state = 'planned' THEN coalesce(blockedAt, ?) END
            WHERE run = ? AND number = ?
            """,
            [
                visibility.rawValue, isDone, now.microseconds, isDown && unsettled > 0, now.microseconds,
                run.number, item,
            ]
        )
        guard isDone else { return }

        try execute(
            """
            INSERT INTO tombstone (clip, run, darkAt, due) SELECT clip, run, ?, ? FROM item WHERE run = ? AND number = ?
            ON CONFLICT (clip) DO UPDATE SET run = excluded.run, darkAt = excluded.darkAt, due = excluded.due,
                looks = 0, state = 'watched'
            """,
            [now.microseconds, now.advanced(by: Self.looks[0]).microseconds, run.number, item]
        )
    }
}
