import Foundation
import GRDB

/// What can be read of one moment of a ledger.
package struct LedgerSnapshot {
    let db: Database
    let path: String

    /// The latest runs, newest first.
    package func runs(limit: Int) throws -> [RunOverview] {
        try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit])
            .map(RunOverview.init)
    }

    /// One run.
    ///
    /// - Throws: when the ledger has no such run.
    package func run(_ id: RunID) throws -> RunOverview {
        let row = try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id.number])
        guard let row else {
            throw LedgerError(
                path: path,
                cause: .wrongState("there is no run \(id) in \(path); `purge status` lists them")
            )
        }

        return RunOverview(row)
    }

    package func hasRun(_ id: RunID) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?)"
        return try Bool.fetchOne(db, sql: sql, arguments: [id.number]) ?? false
    }

    /// The newest run in one of those states, of one job where it is named.
    package func newestRun(in states: [RunState], job: String?) throws -> RunOverview? {
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let row = try Row.fetchOne(
            db,
            sql:
                "SELECT * FROM run WHERE state IN (\(names)) AND (?1 IS NULL OR job = ?1) ORDER BY id DESC LIMIT 1",
            arguments: [job]
        )
        return row.map(RunOverview.init)
    }

    /// Every run that has begun to send and is not at its end, oldest first.
    func openRuns() throws -> [RunOverview] {
        try Row.fetchAll(db, sql: "SELECT * FROM run WHERE state = 'applying' ORDER BY id").map(
            RunOverview.init
        )
    }

    /// The bytes of the job or site file that a run was begun with.
    package func document(_ digest: Digest) throws -> [UInt8]? {
        try Data.fetchOne(
            db,
            sql: "SELECT bytes FROM document WHERE digest = ?",
            arguments: [Data(digest.bytes)]
        )
        .map { [UInt8]($0) }
    }

    /// The sources of a run and how far each was walked.
    package func sources(of run: RunID) throws -> [SourceOverview] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM source WHERE run = ? ORDER BY number",
            arguments: [run.number]
        )
        .map { row in
            SourceOverview(
                number: row["number"],
                name: row["name"],
                cursor: row["cursor"],
                rows: row["rows"],
                badRows: row["badRows"],
                isComplete: row["isComplete"]
            )
        }
    }

    /// How many links of clips outside the plan must answer lit for any other to count as dark.
    package func controls(of run: RunID) throws -> Int { try counts("control", run, ["named": "1"])["named"] }

    /// Calls `body` with the source, line and reason of each row that was no clip.
    package func forEachBadRow(of run: RunID, _ body: (String, Int, String) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT source.name, badRow.line, badRow.reason FROM badRow
                JOIN source ON source.run = badRow.run AND source.number = badRow.source
                WHERE badRow.run = ? ORDER BY badRow.source, badRow.line
                """,
            arguments: [run.number]
        )
        while let row = try rows.next() { try body(row[0], row[1], row[2]) }
    }

    /// Every term of the conservation sums, each counted by a condition of its own and none from others (R11).
    ///
    /// One pass over a table counts them all: a run may have millions of rows, and who watches asks once a second.
    package func conservation(of run: RunID) throws -> Conservation {
        let isRestore = try purpose(of: run) == .restore
        let isDark = isRestore ? Self.isStillDark : Self.isDark
        let isPending = isRestore ? "stage < 4" : Self.isPending
        let entries = try counts(
            "entry",
            run,
            [
                "reported": "1", "matched": "state = 'matched'", "notFound": "state = 'notFound'",
                "malformed": "state = 'malformed'", "withdrawn": "state = 'withdrawn'", "unmet": Self.isUnmet,
            ]
        )
        let planned = "state = 'planned'"
        let items = try counts(
            "item",
            run,
            [
                "clips": "1", "acted": "state IN ('planned', 'setAside')", "exempt": "state = 'exempt'",
                "alreadyDown": "state = 'alreadyDown'", "dark": "\(planned) AND \(isDark)",
                "blocked": "\(planned) AND \(Self.isProbed) AND \(Self.isBlocked)",
                "lit": "\(planned) AND stage >= 4 AND visibility = 'lit'",
                "unknown": "\(planned) AND \(Self.isProbed) AND visibility = 'unknown'",
                "failed": "\(planned) AND stage = 6 AND visibility <> 'lit' AND NOT \(isDark)",
                "setAside": "state = 'setAside'", "pending": "\(planned) AND \(isPending)",
                "unaddressed": "\(planned) AND cause IS NOT NULL",
                "litAside": "state = 'setAside' AND visibility = 'lit'",
            ]
        )
        return Conservation(
            reported: entries["reported"],
            matched: entries["matched"],
            notFound: entries["notFound"],
            malformed: entries["malformed"],
            withdrawn: entries["withdrawn"],
            clips: items["clips"],
            acted: items["acted"],
            exempt: items["exempt"],
            alreadyDown: items["alreadyDown"],
            dark: items["dark"],
            blocked: items["blocked"],
            lit: items["lit"],
            unknown: items["unknown"],
            failed: items["failed"],
            setAside: items["setAside"],
            pending: items["pending"],
            unaddressed: items["unaddressed"],
            litAside: items["litAside"],
            unmetReviews: entries["unmet"]
        )
    }

    /// How many rows of the run meet each condition, under its name.
    private func counts(
        _ table: String,
        _ run: RunID,
        _ conditions: KeyValuePairs<String, String>
    ) throws -> Row {
        let terms = conditions.map { "count(*) FILTER (WHERE \($0.value)) AS \($0.key)" }
        let sql = "SELECT \(terms.joined(separator: ", ")) FROM \(table) WHERE run = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [run.number]) else {
            throw LedgerError(path: path, cause: .cannotRead("a count has no answer"))
        }

        return row
    }

    /// What a run is for.
    func purpose(of run: RunID) throws -> RunPurpose {
        let statement = try db.cachedStatement(sql: "SELECT purpose FROM run WHERE id = ?")
        return try String.fetchOne(statement, arguments: [run.number]).flatMap(RunPurpose.init) ?? .takedown
    }

    /// A rule that only shows clips to people, and found none.
    private static let isUnmet = "state = 'notFound' AND kind = 'review'"
    /// Without darkAt it went through every stage without a verdict of dark: it has no link that an edge serves.
    private static let isDark = "(darkAt IS NOT NULL AND visibility = 'dark')"
    /// Brought back, and dark all the same.
    private static let isStillDark = "(\(isProbed) AND visibility = 'dark')"
    /// Nothing but deny lists keeps it from being dark for good.
    private static let isBlocked = "(blockedAt IS NOT NULL AND visibility = 'dark')"
    /// Not purged yet, or dark while a revocation is open.
    private static let isPending =
        "(stage < 4 OR (\(isProbed) AND visibility = 'dark' AND NOT \(isDark) AND NOT \(isBlocked)))"
    /// Purged, and being looked at or looked at enough.
    private static let isProbed = "stage IN (4, 5)"

    /// Counts of anything by one or two columns, for tables of a report.
    private func tally(_ sql: String, _ run: RunID) throws -> [Tally] {
        try Row.fetchAll(db, sql: sql, arguments: [run.number]).map {
            Tally(labels: [$0[0], $0[1], $0[2]], count: $0[3])
        }
    }

    /// Verdicts by family, edge and visibility with reason.
    package func verdicts(of run: RunID) throws -> [Tally] {
        try tally(
            """
            SELECT l.family, s.edge, s.visibility || ' (' || s.reason || ')', count(*)
            FROM sight s JOIN link l ON l.run = s.run AND l.number = s.link
            WHERE s.run = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            run
        )
    }

    /// How reachable each link was when the plan was made, by family, edge and verdict.
    package func reachability(of run: RunID) throws -> [Tally] {
        try tally(
            """
            SELECT l.family, p.edge, p.visibility || ' (' || p.reason || ')', count(*)
            FROM probe p JOIN link l ON l.run = p.run AND l.number = p.link
            WHERE p.run = ? AND p.round = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            run
        )
    }

    /// Items by list category, state and visibility.
    package func categories(of run: RunID) throws -> [Tally] {
        try tally(
            """
            SELECT category, state, visibility, count(*) FROM item WHERE run = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            run
        )
    }

    /// Attempts by kind of step, place and outcome; an attempt without a receipt is `open`.
    package func attempts(of run: RunID) throws -> [Tally] {
        try tally(
            """
            SELECT s.kind, s.place, coalesce(a.outcome, 'open'), count(*)
            FROM attempt a JOIN step s ON s.run = a.run AND s.number = a.step
            WHERE a.run = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            run
        )
    }

    /// Steps by kind, place and state.
    package func steps(of run: RunID) throws -> [Tally] {
        // What no hold has asked to be put aside is not listed.
        try tally(
            """
            SELECT kind, place, state, count(*) FROM step
            WHERE run = ? AND NOT (kind = 'preserve' AND state IN ('waiting', 'skipped'))
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            run
        )
    }

    /// Calls `body` with each entry in one of those states, in order.
    package func forEachEntry(of run: RunID, in state: String, _ body: (EntryOverview) throws -> Void) throws
    {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT * FROM entry WHERE run = ? AND state = ? ORDER BY list, line",
            arguments: [run.number, state]
        )
        while let row = try rows.next() {
            try body(
                EntryOverview(
                    list: row["list"],
                    line: row["line"],
                    category: row["category"],
                    value: row["value"],
                    isRule: row["kind"] != "listed",
                    reason: row["reason"]
                )
            )
        }
    }

    /// Calls `body` with each item in the order of the plan, in which its links and sights lie on disk, too.
    package func forEachItem(of run: RunID, _ body: (ItemOverview) throws -> Void) throws {
        try forEachItem(of: run, where: "1", body)
    }

    /// Calls `body` with each item that is not dark, or that a person should look at, in the order of the plan.
    package func forEachOpenItem(of run: RunID, _ body: (ItemOverview) throws -> Void) throws {
        let isOpen = "(state = 'setAside' OR state = 'planned' AND darkAt IS NULL OR conflict IS NOT NULL)"
        try forEachItem(of: run, where: isOpen, body)
    }

    private func forEachItem(
        of run: RunID,
        where condition: String,
        _ body: (ItemOverview) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(ItemOverview.columns)
                FROM item i WHERE run = ? AND \(condition) ORDER BY number
                """,
            arguments: [run.number]
        )
        while let row = try rows.next() { try body(ItemOverview(row)) }
    }

    /// Calls `body` with each decision in force, oldest first.
    package func forEachDecision(
        _ kind: Decision.Kind,
        at now: Timestamp,
        _ body: (Decision) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM decision WHERE kind = ? AND removedAt IS NULL
                    AND (expiresAt IS NULL OR expiresAt > ?) ORDER BY id
                """,
            arguments: [kind.rawValue, now.microseconds]
        )
        while let row = try rows.next() {
            try body(
                Decision(
                    kind: kind,
                    clip: ClipID(stored: [UInt8](row["clip"] as Data)),
                    reason: row["reason"],
                    user: row["user"],
                    host: row["host"],
                    createdAt: Timestamp(microseconds: row["createdAt"]),
                    expiresAt: (row["expiresAt"] as Int64?).map(Timestamp.init(microseconds:)),
                    preserves: row["preserves"]
                )
            )
        }
    }

    /// What a run waits for next: the kind of work and when it is due; nil when nothing is due.
    ///
    /// The first row of each queue is asked for, never a whole queue: a run has millions of rows in a few queues.
    package func nextDue(of run: RunID) throws -> (what: String, at: Timestamp)? {
        var next: (what: String, at: Timestamp)?
        func consider(_ what: String, _ due: Int64) {
            let at = Timestamp(microseconds: due)
            if next.map({ at < $0.at }) ?? true { next = (what, at) }
        }
        try forEachQueue("place", "step", "state = 'ready'", run) { place in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT kind, pass, due FROM step INDEXED BY stepDue
                        WHERE run = ? AND place = ? AND state = 'ready' ORDER BY due LIMIT 1
                        """
                ),
                arguments: [run.number, place]
            )
            guard let row else { return }

            let isPurge = [StepKind.purge, .purgeTag].map(\.rawValue).contains(row[0])
            consider(isPurge && row[1] > 1 ? "rebound purge" : row[0], row[2])
        }
        try forEachQueue("edge", "sight", "due IS NOT NULL", run) { edge in
            let due = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT due FROM sight INDEXED BY sightDue
                        WHERE run = ? AND edge = ? AND due IS NOT NULL ORDER BY due LIMIT 1
                        """
                ),
                arguments: [run.number, edge]
            )
            if let due { consider("probe", due) }
        }
        return next
    }

    /// Calls `body` with each place or edge that has something in its queue, found by leaps in the queue's index.
    private func forEachQueue(
        _ column: String,
        _ table: String,
        _ condition: String,
        _ run: RunID,
        _ body: (String) throws -> Void
    ) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT min(\(column)) FROM \(table) WHERE run = ? AND \(column) > ? AND \(condition)"
        )
        var last = ""
        while let next = try String.fetchOne(statement, arguments: [run.number, last]) {
            try body(next)
            last = next
        }
    }
}
