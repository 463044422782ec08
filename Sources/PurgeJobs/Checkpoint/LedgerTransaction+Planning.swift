import Foundation
import GRDB

// What the planner does: one transaction a page, and one for sealing.
extension LedgerTransaction {
    /// Begins a plan; nothing of it can be sent before it is sealed.
    func beginPlan(_ header: PlanHeader, exemptions: Digest, by operator: Operator) throws -> RunID {
        let run = RunID(at: now)
        let purpose = header.purpose.rawValue
        for document in [header.jobFile, header.siteFile] {
            try execute(
                "INSERT OR IGNORE INTO document (digest, bytes) VALUES (?, ?)",
                [Data(document.digest.bytes), Data(document.bytes)]
            )
        }
        try execute(
            """
            INSERT INTO run (id, state, job, site, jobPath, sitePath, jobDigest, siteDigest, listsDigest,
                exemptionsDigest, tool, createdAt, fence, purpose)
            VALUES (?, 'walking', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, header.job, header.site, header.jobFile.path, header.siteFile.path,
                Data(header.jobFile.digest.bytes), Data(header.siteFile.digest.bytes),
                Data(header.listsDigest.bytes), Data(exemptions.bytes), `operator`.version, now.microseconds,
                fence, purpose,
            ]
        )
        for (number, name) in header.sources.enumerated() {
            try execute(
                "INSERT INTO source (run, number, name) VALUES (?, ?, ?)",
                [run.number, number, name]
            )
        }
        let digests = ["jobDigest": "\(header.jobFile.digest)", "siteDigest": "\(header.siteFile.digest)"]
        let names = [
            "job": header.job, "site": header.site, "listsDigest": "\(header.listsDigest)",
            "purpose": purpose,
        ]
        try append(.planned, run: run.number, digests.merging(names) { $1 }.merging(`operator`.fields) { $1 })
        return run
    }

    /// Takes over a walk that another process began.
    func adopt(_ run: RunID) throws {
        try updateOne(
            "UPDATE run SET fence = ? WHERE id = ? AND state = 'walking' AND fence <= ?",
            [fence, run.number, fence]
        )
    }

    /// Commits a page: its items, its bad rows, and the cursor after it, together or not at all.
    func commitPage(
        _ page: InventoryProgress,
        of run: RunID,
        items: [PlannedItem]
    ) throws {
        try updateOne(
            "UPDATE run SET clips = clips + ? WHERE id = ? AND state = 'walking' AND fence = ?",
            [page.clips, run.number, fence]
        )
        for item in items { try plan(item, in: run) }
        for row in page.badRows {
            try execute(
                "INSERT OR IGNORE INTO badRow (run, source, line, reason) VALUES (?, ?, ?, ?)",
                [run.number, page.source, row.line, row.reason]
            )
        }
        try updateOne(
            """
            UPDATE source SET cursor = ?, rows = rows + ?, badRows = badRows + ?, isComplete = ?
            WHERE run = ? AND number = ? AND isComplete = 0
            """,
            [page.cursor, page.rows, page.badRows.count, page.isLast, run.number, page.source]
        )
        if page.isLast {
            try append(.page, run: run.number, ["source": "\(page.source)", "cursor": page.cursor])
        }
    }

    /// Gives a plan up before it was sealed, or a sealed one that was never applied; nothing was sent.
    func discard(_ run: RunID, because reason: String) throws {
        try updateOne(
            "UPDATE run SET state = 'discarded', endedAt = ? WHERE id = ? AND state IN ('walking', 'sealed')",
            [now.microseconds, run.number]
        )
        for table in [
            "sight", "step", "link", "object", "match", "control", "relative", "relativeSum",
            "relativeSearch", "ruleFinding", "ruleSum", "item",
        ] {
            try db.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run.number])
        }
        try execute("DELETE FROM release WHERE restore = ?", [run.number])
        try append(.discarded, run: run.number, ["reason": reason])
    }

    /// Whether the run has an item of that clip already.
    func hasItem(_ clip: ClipID, in run: RunID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM item WHERE run = ? AND clip = ?)"
        )
        return try Bool.fetchOne(statement, arguments: [run.number, Data(clip.bytes)]) ?? false
    }

    /// Adds what a second look at a source found of clips that matched in another one; counts nothing again.
    func gather(_ items: [PlannedItem], of run: RunID) throws {
        for item in items { try plan(item, in: run) }
    }

    // MARK: One item

    private func plan(_ candidate: PlannedItem, in run: RunID) throws {
        try insert(try considered(candidate), in: run)
    }

    /// Adds an item, or what a further source says of it.
    func insert(_ item: PlannedItem, in run: RunID) throws {
        let known = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT number, hashes FROM item WHERE run = ? AND clip = ?"),
            arguments: [run.number, Data(item.clip.id.bytes)]
        )
        let number: Int64
        if let known {
            number = known["number"]
            try noteConflict(with: item, known: known["hashes"], run: run, number: number)
        } else {
            number = try nextNumber("item", run)
            try insert(item, number, run)
        }
        for match in item.matches { try insert(match, of: number, run) }
        guard item.state == .planned else { return }

        for object in item.objects { try insert(object, of: number, run, isDeleted: item.isDeleted) }
        for target in item.targets { try insert(target, of: number, run) }
        for extra in item.extras { try insert(extra, of: number, run) }
    }

    /// What people and former runs have to say of a clip before it is planned.
    private func considered(_ item: PlannedItem) throws -> PlannedItem {
        if let reason = try exemption(of: item.clip.id) { return item.left(as: .exempt, "exempt: \(reason)") }
        guard item.state == .planned else { return item }

        let isAway = item.objects.allSatisfy { $0.evidence == nil }
        if !item.isNamed, isAway, try hasTombstone(item.clip.id) {
            return item.left(as: .alreadyDown, "taken down by a former run")
        }
        if !item.isNamed, let open = try openRun(with: item.clip.id) {
            return item.left(as: .alreadyDown, "run \(open) is taking it down", isDark: false)
        }
        return try isAway && isHidden(item.clip.id) ? item.proven() : item
    }

    /// The unfinished run that has the clip to take down, and has not seen it dark.
    private func openRun(with clip: ClipID) throws -> RunID? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT r.id FROM item i INDEXED BY itemByClip JOIN run r ON r.id = i.run
                WHERE i.clip = ? AND i.state = 'planned' AND i.darkAt IS NULL
                    AND r.state = 'applying' AND r.purpose = 'takedown'
                LIMIT 1
                """
        )
        return try Int64.fetchOne(statement, arguments: [Data(clip.bytes)]).map { RunID(stored: $0) }
    }

    /// Whether a former run hid an object of the clip: then its links have served something.
    private func isHidden(_ clip: ClipID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM item INDEXED BY itemByClip WHERE clip = ? AND bytes IN ('hidden', 'erased'))
                """
        )
        return try Bool.fetchOne(statement, arguments: [Data(clip.bytes)]) ?? false
    }

    private func insert(_ item: PlannedItem, _ number: Int64, _ run: RunID) throws {
        try execute(
            """
            INSERT INTO item (run, number, clip, state, stage, visibility, bytes, category, views, hashes, cause,
                channel, creator, video, videoStart, videoLength)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, number, Data(item.clip.id.bytes), item.state.rawValue,
                item.state == .planned ? 0 : ItemStage.finished.rawValue,
                item.isSeenDark ? "dark" : "unknown", item.isSeenDark ? "hidden" : "present", item.category,
                item.clip.views,
                item.clip.hashText, item.cause, item.clip.channel.map { Data($0) },
                item.clip.creator.map { Data($0) }, item.clip.footage.map { Data($0.video) },
                item.clip.footage?.start, item.clip.footage?.length,
            ]
        )
    }

    /// The same clip in two sources: its links are united, and what contradicts is told.
    private func noteConflict(with item: PlannedItem, known: String, run: RunID, number: Int64) throws {
        let mine = Set(item.clip.hashes.map(\.description))
        let theirs = Set(known.split(separator: " ").map(String.init))
        let algorithms = Set(theirs.map { $0.prefix { $0 != ":" } })
        let conflicting = mine.subtracting(theirs).filter { algorithms.contains($0.prefix { $0 != ":" }) }
        try execute(
            """
            UPDATE item SET hashes = ?, conflict = coalesce(conflict, ?), channel = coalesce(channel, ?),
                creator = coalesce(creator, ?), videoStart = iif(video IS NULL, ?, videoStart),
                videoLength = iif(video IS NULL, ?, videoLength), video = coalesce(video, ?)
            WHERE run = ? AND number = ?
            """,
            [
                mine.union(theirs).sorted().joined(separator: " "),
                conflicting.isEmpty ? nil : "two sources give different hashes",
                item.clip.channel.map { Data($0) }, item.clip.creator.map { Data($0) },
                item.clip.footage?.start, item.clip.footage?.length, item.clip.footage.map { Data($0.video) },
                run.number, number,
            ]
        )
    }

    private func insert(_ match: Match, of item: Int64, _ run: RunID) throws {
        try execute(
            "INSERT OR IGNORE INTO match (run, item, list, line, rule, evidence) VALUES (?, ?, ?, ?, ?, ?)",
            [run.number, item, match.list, match.line, match.rule.rawValue, match.evidence]
        )
        try execute(
            "UPDATE entry SET state = 'matched' WHERE run = ? AND list = ? AND line = ? AND state = 'notFound'",
            [run.number, match.list, match.line]
        )
    }

    private func insert(_ object: PlannedItem.Object, of item: Int64, _ run: RunID, isDeleted: Bool) throws {
        let number = try nextNumber("object", run)
        try execute(
            """
            INSERT OR IGNORE INTO object (run, number, item, store, key, family, identity, size, hiddenBy)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, number, item, object.store, Data(object.key.bytes), object.family,
                object.evidence?.identity, object.evidence?.size, object.hiddenBy?.number,
            ]
        )
        guard db.changesCount == 1, object.evidence != nil else { return }

        let takedown: [StepKind] = isDeleted ? [.disable, .confirm, .delete] : [.disable, .confirm]
        for kind in object.hiddenBy == nil ? takedown : [.restore] {
            try insert(step: kind, of: item, place: StepPlace.store(object.store), object: number, run)
        }
        if object.isPreservable, object.hiddenBy == nil {
            try insert(step: .preserve, of: item, place: .preservation(object.store), object: number, run)
        }
    }

    private func insert(_ target: PlannedItem.Target, of item: Int64, _ run: RunID) throws {
        let number = try nextNumber("link", run)
        try execute(
            """
            INSERT OR IGNORE INTO link (run, number, item, family, host, url, size, isProven)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, number, item, target.link.family, target.link.host, Data(target.link.url.bytes),
                target.size, target.isProven,
            ]
        )
        guard db.changesCount == 1 else { return }

        for node in target.nodes {
            try insert(step: .purge, of: item, place: StepPlace.node(node), link: number, run)
        }
        let blocking: StepKind = target.wanted == .dark ? .block : .unblock
        for node in target.blockers {
            try insert(step: blocking, of: item, place: StepPlace.denyList(node), link: number, run)
        }
        for edge in target.edges {
            try execute(
                """
                INSERT INTO sight (run, link, edge, item, wanted, visibility, reason)
                VALUES (?, ?, ?, ?, ?, 'unknown', 'unseen')
                """,
                [run.number, number, edge, item, target.wanted.rawValue]
            )
        }
    }

    /// Tags and revocations are the clip's, however many sources it stands in.
    private func insert(_ extra: PlannedItem.Extra, of item: Int64, _ run: RunID) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM step WHERE run = ? AND item = ? AND kind = ? AND place = ? AND target = ?)
                """
        )
        let target = Data(extra.target)
        let arguments: StatementArguments = [
            run.number, item, extra.kind.rawValue, extra.place.text, target,
        ]
        guard try Bool.fetchOne(statement, arguments: arguments) == false else { return }

        try insert(step: extra.kind, of: item, place: extra.place, target: target, run)
    }

    private func insert(
        step kind: StepKind,
        of item: Int64,
        place: StepPlace,
        object: Int64? = nil,
        link: Int64? = nil,
        target: Data? = nil,
        _ run: RunID
    ) throws {
        try execute(
            """
            INSERT INTO step (run, number, item, kind, place, object, link, target, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')
            """,
            [run.number, try nextNumber("step", run), item, kind.rawValue, place.text, object, link, target]
        )
    }

    private func nextNumber(_ table: String, _ run: RunID) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT max(number) FROM \(table) WHERE run = ?")
        return (try Int64.fetchOne(statement, arguments: [run.number]) ?? 0) + 1
    }
}

extension Clip {
    fileprivate var hashText: String { hashes.map(\.description).sorted().joined(separator: " ") }
}
