import Foundation
import GRDB

// What the guards find when a plan is sealed. Nothing has been sent then, and nothing is while one of them holds.
extension LedgerTransaction {
    /// How many a guard names of those that trip it, the worst first.
    private static let named = 20

    /// Every reason to hold the plan back, and the most items that pass without a person.
    func guardStops(
        of run: RunID,
        effects: Int,
        clips: Int,
        _ limits: Guard,
        _ inputs: [GuardedInput]
    ) throws -> [GuardStop] {
        let former = try formerRun(of: run)
        try markKnown(of: run, former)
        return try sizeStops(effects, clips, limits)
            + entryStops(of: run, limits)
            + accountStops(of: run, "channel", .perChannel, limits.perChannel)
            + accountStops(of: run, "creator", .perCreator, limits.perCreator)
            + growthStops(of: run, former, limits)
            + emptyStops(of: run, limits)
            + shrinkStops(of: run, former, clips, limits)
            + inputs.compactMap { ageStop(of: $0) }
            + lostStops(of: run, limits, inputs)
    }

    func record(_ stops: [GuardStop], of run: RunID) throws {
        for (index, stop) in stops.enumerated() {
            try execute(
                """
                INSERT INTO guardStop (run, number, guard, subject, observed, allowed, sentence)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    run.number, index + 1, stop.kind.rawValue, stop.subject, stop.observed, stop.allowed,
                    stop.sentence,
                ]
            )
        }
    }

    // MARK: Too much

    private func sizeStops(_ effects: Int, _ clips: Int, _ limits: Guard) -> [GuardStop] {
        let allowed = limits.limit(inventory: clips)
        guard effects > allowed else { return [] }

        let kind: GuardKind = allowed < limits.items ? .share : .items
        let why = kind == .share ? "\(Self.percent(limits.share)) of \(clips) walked" : "the job's `items`"
        let sentence =
            "the plan acts on \(effects) clips, more than the \(allowed) that need no person (\(why))"
        return [GuardStop(kind, "", observed: effects, allowed: allowed, sentence)]
    }

    private func entryStops(of run: RunID, _ limits: Guard) throws -> [GuardStop] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT m.list, m.line, e.value, e.kind, count(DISTINCT m.item) AS clips
                FROM match m JOIN item i ON i.run = m.run AND i.number = m.item
                LEFT JOIN entry e ON e.run = m.run AND e.list = m.list AND e.line = m.line
                WHERE m.run = ? AND i.state = 'planned'
                GROUP BY m.list, m.line HAVING clips > ? ORDER BY clips DESC, m.list, m.line LIMIT ?
                """,
            arguments: [run.number, limits.perEntry, Self.named]
        ).map { row in
            let (list, line, clips): (String, Int, Int) = (row["list"], row["line"], row["clips"])
            let isRule = row["kind"] == "rule"
            let value = (row["value"] as String?).map { " (\(VisibleText.of($0, limit: 80)))" } ?? ""
            let place = EntryPlace.words(list, line, isRule: isRule)
            return GuardStop(
                .perEntry,
                place,
                observed: clips,
                allowed: limits.perEntry,
                "\(isRule ? place : "line \(line) of list \(list)\(value)") matches \(clips) clips, more than the \(limits.perEntry) "
                    + "of one entry that need no person"
            )
        }
    }

    /// `column` is one of ours, never text from outside.
    private func accountStops(
        of run: RunID,
        _ column: String,
        _ kind: GuardKind,
        _ limit: Int
    ) throws
        -> [GuardStop]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT \(column) AS account, count(*) AS clips FROM item
                WHERE run = ? AND state = 'planned' AND \(column) IS NOT NULL
                GROUP BY 1 HAVING clips > ? ORDER BY clips DESC, 1 LIMIT ?
                """,
            arguments: [run.number, limit, Self.named]
        ).map { row in
            let account = VisibleText.of([UInt8](row["account"] as Data), limit: 80)
            let clips: Int = row["clips"]
            return GuardStop(
                kind,
                account,
                observed: clips,
                allowed: limit,
                "the plan acts on \(clips) clips of \(column) \(account), more than the \(limit) of one \(column) "
                    + "that need no person"
            )
        }
    }

    private func growthStops(of run: RunID, _ former: RunID?, _ limits: Guard) throws -> [GuardStop] {
        guard let former, let times = limits.listGrowth else { return [] }

        let before = try entryCounts(of: former)
        return try entryCounts(of: run).compactMap { list, count in
            guard let old = before[list] else { return nil }

            let allowed = max(old * times, old + limits.listGrowthEntries)
            guard count > allowed else { return nil }

            let sentence =
                "list \(list) has \(count) entries and had \(old) in run \(former); at most \(allowed) need no person"
            return GuardStop(.listGrowth, list, observed: count, allowed: allowed, sentence)
        }.sorted { $0.subject < $1.subject }
    }

    // MARK: Too little

    private func emptyStops(of run: RunID, _ limits: Guard) throws -> [GuardStop] {
        guard limits.holdsEmptyInventories else { return [] }

        return try snapshot.sources(of: run).filter { $0.rows == $0.badRows }.map { source in
            let name = VisibleText.of(source.name)
            return GuardStop(
                .inventoryEmpty,
                name,
                observed: 0,
                allowed: 1,
                "inventory \(name) holds no clip"
            )
        }
    }

    /// An inventory of the same name that lost clips, or all of them together where the names are new ones.
    private func shrinkStops(
        of run: RunID,
        _ former: RunID?,
        _ clips: Int,
        _ limits: Guard
    ) throws
        -> [GuardStop]
    {
        guard let former else { return [] }

        var stops: [GuardStop] = []
        if let shrink = limits.inventoryShrink {
            let before = try snapshot.sources(of: former).reduce(into: [:]) {
                $0[$1.name, default: 0] += $1.rows - $1.badRows
            }
            for source in try snapshot.sources(of: run) {
                let (name, rows) = (VisibleText.of(source.name), source.rows - source.badRows)
                let what = "inventory \(name)"
                stops += shrunk(
                    .inventoryShrink,
                    name,
                    what,
                    "clips",
                    rows,
                    before[source.name],
                    shrink,
                    former
                )
            }
            if stops.isEmpty {
                let old = try snapshot.run(former).clips
                let what = "all inventories together"
                stops += shrunk(.inventoryShrink, "", what, "clips", clips, old, shrink, former)
            }
        }
        if let shrink = limits.listShrink {
            let now = try entryCounts(of: run)
            for (list, old) in try entryCounts(of: former).sorted(by: { $0.key < $1.key }) {
                guard let count = now[list] else { continue }

                stops += shrunk(.listShrink, list, "list \(list)", "entries", count, old, shrink, former)
            }
        }
        return stops
    }

    private func shrunk(
        _ kind: GuardKind,
        _ subject: String,
        _ what: String,
        _ unit: String,
        _ now: Int,
        _ before: Int?,
        _ shrink: Double,
        _ former: RunID
    ) -> [GuardStop] {
        guard let before else { return [] }

        let allowed = Self.part(1 - shrink, of: before)
        guard now < allowed else { return [] }

        let sentence =
            "\(what): \(now) \(unit), and \(before) in run \(former); fewer than \(allowed) need a person"
        return [GuardStop(kind, subject, observed: now, allowed: allowed, sentence)]
    }

    private func ageStop(of input: GuardedInput) -> GuardStop? {
        guard let limit = input.maximumAge else { return nil }

        let kind: GuardKind = input.kind == .inventory ? .freshness : .maxAge
        let name = VisibleText.of(input.name)
        let what = input.kind == .inventory ? "inventory \(name)" : "list \(name)"
        let allowed = Int(limit / .seconds(1))
        guard let changedAt = input.changedAt else {
            let sentence = "\(what) does not tell how old it is, and the job's `\(kind.rawValue)` asks"
            return GuardStop(kind, name, observed: 0, allowed: allowed, sentence)
        }

        let age = now.duration(since: changedAt)
        guard age > limit else { return nil }

        let seconds = Int(age / .seconds(1))
        let sentence =
            "\(what) has not changed since \(changedAt), \(seconds / 3600) h \(seconds / 60 % 60) min ago; "
            + "the job's `\(kind.rawValue)` allows \(allowed / 3600) h \(allowed / 60 % 60) min"
        return GuardStop(kind, name, observed: seconds, allowed: allowed, sentence)
    }

    /// Lists whose entries lead nowhere.
    ///
    /// Withdrawn ones do not count, nor those that a former run has found.
    private func lostStops(of run: RunID, _ limits: Guard, _ inputs: [GuardedInput]) throws -> [GuardStop] {
        guard let share = limits.notFound else { return [] }

        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT list, count(*) AS entries, sum(state = 'notFound') AS lost FROM entry
                WHERE run = ? AND isKnown = 0 AND state IN ('matched', 'notFound') GROUP BY list ORDER BY list
                """,
            arguments: [run.number]
        )
        let judged = Set(inputs.filter { $0.kind == .list && $0.namesClips }.map(\.name))
        return counts.compactMap { row in
            let (list, entries, lost): (String, Int, Int) = (row["list"], row["entries"], row["lost"])
            let limit = max(1, Self.part(share, of: entries))
            guard judged.contains(list), lost >= limit else { return nil }

            let sentence =
                "list \(list): \(lost) of \(entries) entries were found in no inventory; "
                + "\(limit) or more need a person"
            return GuardStop(.notFound, list, observed: lost, allowed: limit - 1, sentence)
        }
    }

    // MARK: What was before

    /// The run to compare with: the newest of the job that no guard held back, or that a person released.
    ///
    /// A plan that was only held back is none, or planning twice would talk every guard out of it.
    private func formerRun(of run: RunID) throws -> RunID? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM run
                WHERE job = (SELECT job FROM run WHERE id = ?1) AND id <> ?1 AND sealedAt IS NOT NULL
                    AND (startedAt IS NOT NULL OR (state = 'sealed' AND stops = 0 AND effects <= guardLimit))
                ORDER BY sealedAt DESC, id DESC LIMIT 1
                """,
            arguments: [run.number]
        ).map(RunID.init(stored:))
    }

    /// Notes which entries were found before and are gone since: what was taken down may leave the inventory.
    private func markKnown(of run: RunID, _ former: RunID?) throws {
        guard let former else { return }

        let lists = try String.fetchAll(
            db,
            sql: "SELECT DISTINCT list FROM entry WHERE run = ? AND state = 'notFound'",
            arguments: [run.number]
        )
        for list in lists {
            try execute(
                """
                UPDATE entry SET isKnown = 1
                WHERE run = ?1 AND list = ?3 AND state = 'notFound' AND key IN (
                    SELECT key FROM entry WHERE run = ?2 AND list = ?3 AND (state = 'matched' OR isKnown = 1))
                """,
                [run.number, former.number, list]
            )
        }
    }

    private func entryCounts(of run: RunID) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT list, count(*) FROM entry WHERE run = ? GROUP BY list",
            arguments: [run.number]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    /// A share of a number, rounded up; shares have five digits after the point.
    private static func part(_ share: Double, of count: Int) -> Int {
        let parts = Int((share * 100_000).rounded())
        return (count * parts + 99_999) / 100_000
    }

    private static func percent(_ share: Double) -> String {
        let thousandths = Int((share * 100_000).rounded())
        let rest = thousandths % 1000
        return rest == 0 ? "\(thousandths / 1000) %" : "\(Double(thousandths) / 1000) %"
    }
}
