import Foundation
import GRDB

/// The digest of a plan: SHA-256 over canonical bytes, the same for every order of walking.
///
/// Format and tool version; the digests of job, site, lists and exemptions; then the items in byte order of their
/// clip ids, each with its state, category, matches, objects with evidence, links, steps and edges, in byte order.
enum PlanDigest {
    private static let format = "purge-plan-1"

    static func compute(_ run: RunID, _ db: Database) throws -> Digest {
        var writer = CanonicalWriter()
        writer.add(format.utf8)
        let header = try Row.fetchOne(
            db,
            sql: """
                SELECT tool, job, site, jobDigest, siteDigest, listsDigest, exemptionsDigest FROM run WHERE id = ?
                """,
            arguments: [run.number]
        )
        if let header { writer.add(row: header) }
        for part in additions { try add(part, [run.number], to: &writer, db, ifAny: true) }
        try add(
            "SELECT family, host, url, clip FROM control WHERE run = ? ORDER BY 1, 2, 3",
            [run.number],
            to: &writer,
            db
        )
        let items = try Row.fetchCursor(
            db,
            sql: "SELECT number, clip, state, category, cause FROM item WHERE run = ? ORDER BY clip",
            arguments: [run.number]
        )
        while let item = try items.next() {
            let number: Int64 = item["number"]
            writer.add(item["clip"] as Data)
            for column in ["state", "category", "cause"] { writer.add(item[column] as String?) }
            for part in parts { try add(part, [run.number, number], to: &writer, db) }
        }
        return writer.digest
    }

    private static let parts = [
        "SELECT list, line, rule, evidence FROM match WHERE run = ? AND item = ? ORDER BY 1, 2, 3",
        "SELECT store, key, identity, size FROM object WHERE run = ? AND item = ? ORDER BY 1, 2",
        "SELECT url, family, host, size, isProven FROM link WHERE run = ? AND item = ? ORDER BY 1",
        """
        SELECT step.kind, step.place, coalesce(object.key, step.target), link.url FROM step
        LEFT JOIN object ON object.run = step.run AND object.number = step.object
        LEFT JOIN link ON link.run = step.run AND link.number = step.link
        WHERE step.run = ? AND step.item = ? ORDER BY 1, 2, 3, 4
        """,
        """
        SELECT link.url, sight.edge FROM sight JOIN link ON link.run = sight.run AND link.number = sight.link
        WHERE sight.run = ? AND sight.item = ? ORDER BY 1, 2
        """,
    ]

    /// What the first plans of this format did not know: added only where there is any of it.
    private static let additions = [
        "SELECT purpose FROM run WHERE id = ? AND purpose <> 'takedown'",
        "SELECT store, key, hiddenBy FROM object WHERE run = ? AND hiddenBy IS NOT NULL ORDER BY 1, 2, 3",
        "SELECT list, line, category, kind FROM entry WHERE run = ? AND kind <> 'listed' ORDER BY 1, 2",
    ]

    private static func add(
        _ sql: String,
        _ arguments: StatementArguments,
        to writer: inout CanonicalWriter,
        _ db: Database,
        ifAny isOptional: Bool = false
    ) throws {
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var count: Int64 = 0
        while let row = try rows.next() {
            writer.add(row: row)
            count += 1
        }
        if count > 0 || !isOptional { writer.add(count) }
    }
}

extension CanonicalWriter {
    fileprivate mutating func add(row: Row) {
        for value in row.databaseValues {
            switch value.storage {
            case .null: add(raw: [0])
            case .int64(let number):
                add(raw: [1])
                add(number)
            case .double(let number):
                add(raw: [2])
                add("\(number)".utf8)
            case .string(let text):
                add(raw: [3])
                add(text.utf8)
            case .blob(let bytes):
                add(raw: [4])
                add(bytes)
            }
        }
    }
}
