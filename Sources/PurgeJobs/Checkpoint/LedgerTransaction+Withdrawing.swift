import Foundation
import GRDB

// What people take back of what was reported: a withdrawn entry acts no more, from the next intent on (R18).
extension LedgerTransaction {
    /// The name of an entry in the ledger: short, and the same in every version of its list.
    static func key(of identity: [UInt8]) -> Data {
        var writer = CanonicalWriter()
        writer.add(identity)
        return Data(writer.digest.bytes.prefix(16))
    }

    /// The keys of a list's entries that are withdrawn now.
    func withdrawnKeys(of list: String) throws -> Set<Data> {
        try Data.fetchSet(
            db.cachedStatement(sql: "SELECT key FROM withdrawal WHERE list = ? AND removedAt IS NULL"),
            arguments: [list]
        )
    }

    /// Takes back an entry of a list, by the one of its possible identities that a recent run has seen on that list.
    ///
    /// - Throws: when no run has: a misspelt withdrawal must not look like one.
    func withdraw(_ identities: [[UInt8]], from list: String, by operator: Operator) throws {
        for identity in identities {
            let key = Self.key(of: identity)
            guard let value = try value(of: key, in: list) else { continue }

            try endWithdrawal(of: key, from: list, because: "replaced")
            try execute(
                """
                INSERT INTO withdrawal (id, list, key, value, reason, user, host, createdAt)
                SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM withdrawal
                """,
                [
                    list, key, value, `operator`.reason, `operator`.user, `operator`.host, now.microseconds,
                ]
            )
            try execute(
                "UPDATE entry SET state = 'withdrawn' WHERE \(Self.isUnfinished) AND state IN ('matched', 'notFound')",
                [list, key]
            )
            return try append(.withdrawn, key, list, `operator`)
        }
        throw refuse(
            "no recent run has seen that entry on list \(VisibleText.of(list)); nothing was withdrawn. Write it as the list does"
        )
    }

    /// Lets a withdrawn entry act again, in plans made from now on and for what unfinished runs have not left out yet.
    ///
    /// - Throws: when it is not withdrawn.
    func removeWithdrawal(_ identities: [[UInt8]], from list: String, by operator: Operator) throws {
        for key in identities.map(Self.key)
        where try endWithdrawal(of: key, from: list, because: `operator`.reason) {
            try execute(
                """
                UPDATE entry SET state = CASE WHEN EXISTS (
                    SELECT 1 FROM match m WHERE m.run = entry.run AND m.list = entry.list AND m.line = entry.line)
                    OR EXISTS (
                    SELECT 1 FROM ruleSum s WHERE s.run = entry.run AND s.list = entry.list AND s.line = entry.line)
                    THEN 'matched' ELSE 'notFound' END
                WHERE \(Self.isUnfinished) AND state = 'withdrawn'
                """,
                [list, key]
            )
            return try append(.withdrawalRemoved, key, list, `operator`)
        }
        throw refuse("that entry of list \(VisibleText.of(list)) is not withdrawn")
    }

    /// Whether nobody asks for an item any more: why, where every entry that it matched is withdrawn.
    func withdrawal(of item: Int64, in run: RunID) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT m.list, m.line, e.state, e.kind FROM match m
                LEFT JOIN entry e ON e.run = m.run AND e.list = m.list AND e.line = m.line
                WHERE m.run = ? AND m.item = ? ORDER BY m.list, m.line
                """
        )
        let matches = try Row.fetchAll(statement, arguments: [run.number, item])
        guard let first = matches.first, matches.allSatisfy({ $0["state"] == "withdrawn" }) else {
            return nil
        }

        let isRule = first["kind"] == "rule"
        let place = EntryPlace.words(first["list"], first["line"], isRule: isRule)
        return isRule ? "withdrawn: \(place)" : "withdrawn from list \(place)"
    }

    /// Takes those items out of a plan that only withdrawn entries asked for; the plan is sealed without them.
    func leaveWithdrawn(of run: RunID) throws {
        let items = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT m.item FROM entry e
                JOIN match m ON m.run = e.run AND m.list = e.list AND m.line = e.line
                JOIN item i ON i.run = m.run AND i.number = m.item
                WHERE e.run = ? AND e.state = 'withdrawn' AND i.state IN ('planned', 'setAside')
                """,
            arguments: [run.number]
        )
        for item in items {
            guard let cause = try withdrawal(of: item, in: run) else { continue }

            for table in ["sight", "step", "link", "object"] {
                try execute("DELETE FROM \(table) WHERE run = ? AND item = ?", [run.number, item])
            }
            try execute(
                "UPDATE item SET state = 'exempt', cause = ?, stage = ? WHERE run = ? AND number = ?",
                [cause, ItemStage.finished.rawValue, run.number, item]
            )
        }
    }

    /// How many runs are looked through for an entry: a ledger has years of them, and whoever holds it is busy.
    private static let searchedRuns = 20

    /// Entries of runs that go on; what a run that is over says of its own stays as it was.
    private static let isUnfinished =
        "list = ?1 AND key = ?2 AND run IN (SELECT id FROM run WHERE state IN ('walking', 'sealed', 'applying'))"

    private func value(of key: Data, in list: String) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT value FROM entry
                WHERE run IN (SELECT id FROM run ORDER BY id DESC LIMIT \(Self.searchedRuns))
                    AND list = ? AND key = ? LIMIT 1
                """,
            arguments: [list, key]
        )
    }

    @discardableResult
    private func endWithdrawal(of key: Data, from list: String, because reason: String) throws -> Bool {
        try execute(
            """
            UPDATE withdrawal SET removedAt = ?, removedReason = ?
            WHERE list = ? AND key = ? AND removedAt IS NULL
            """,
            [now.microseconds, reason, list, key]
        )
        return db.changesCount > 0
    }

    private func append(_ kind: AuditKind, _ key: Data, _ list: String, _ operator: Operator) throws {
        var fields = `operator`.fields
        fields["list"] = list
        fields["entry"] = Hexadecimal.text(of: [UInt8](key))
        try append(kind, run: 0, fields)
    }
}
