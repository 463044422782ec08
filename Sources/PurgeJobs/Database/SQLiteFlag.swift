import Foundation
import GRDB

/// The column of somebody else's SQLite table that says whether a row is published: read, and changed under a guard.
///
/// A change is one IMMEDIATE transaction of one row, on the disk when it returns. Rows are found by the bytes of their key's
/// text: what a column's type or collation takes for equal is not.
struct SQLiteFlag: Sendable {
    /// What a column holds, and with which type.
    enum Value: Hashable, Sendable {
        case integer(Int64)
        case text(String)
    }

    struct Settings: Hashable, Sendable {
        let path: String
        let table: String
        /// The unique column that holds an object's key.
        let key: String
        let column: String
        let published: Value
        let hidden: Value
        /// Columns whose values tell one row from another that takes its place.
        let evidence: [String]
    }

    /// A row as it was seen.
    struct Row: Hashable, Sendable {
        enum State: Hashable, Sendable {
            case published
            case hidden
            /// The column holds another value than the two.
            case neither
        }

        let number: Int64
        let state: State
        /// The values of the evidence columns as SQL writes them.
        let values: [String]
    }

    /// How long others are waited for, in seconds.
    static let patience = 2.0

    private let settings: Settings
    private let queue: DatabaseQueue
    /// The name under which the table's row number can be asked for.
    private let rowNumber: String

    /// Opens the database, for looks alone unless it `isWritable`, and makes sure that each key is one row's.
    ///
    /// - Throws: `SQLiteTableError`.
    init(_ settings: Settings, isWritable: Bool) throws(SQLiteTableError) {
        self.settings = settings
        do {
            var configuration = Configuration()
            configuration.readonly = !isWritable
            configuration.label = "store"
            configuration.busyMode = .timeout(Self.patience)
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA trusted_schema = OFF")
                if isWritable { try db.execute(sql: "PRAGMA synchronous = FULL") }
            }
            if isWritable, !FileManager.default.fileExists(atPath: settings.path) {
                throw SQLiteTableError(kind: .unreadable, why: "there is no such file")
            }
            queue = try DatabaseQueue(path: settings.path, configuration: configuration)
            rowNumber = try queue.read { try Self.check(settings, $0) }
        } catch let error as SQLiteTableError {
            throw error
        } catch {
            throw SQLiteTable.unreadable(error)
        }
    }

    /// The row of a key; nil when there is none.
    ///
    /// - Throws: `SQLiteTableError`.
    func row(of key: [UInt8]) throws(SQLiteTableError) -> Row? {
        do {
            return try queue.read { try row(of: key, $0) }
        } catch {
            throw SQLiteTable.unreadable(error)
        }
    }

    /// Sets the flag of a key's row to `state` if `isMeant` says so of what is there; answers what was there.
    ///
    /// - Throws: `SQLiteTableError` when nothing was changed, or when it cannot be told.
    func set(
        _ state: Row.State,
        of key: [UInt8],
        where isMeant: (Row) -> Bool
    ) throws(SQLiteTableError) -> Row? {
        do {
            var seen: Row?
            try queue.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    seen = try row(of: key, db)
                    guard let seen, isMeant(seen) else { return .rollback }

                    try change(seen, to: state, of: key, db)
                    return .commit
                }
            }
            return seen
        } catch let error as SQLiteTableError {
            throw error
        } catch {
            throw SQLiteTable.unreadable(error)
        }
    }

    private func change(_ row: Row, to state: Row.State, of key: [UInt8], _ db: GRDB.Database) throws {
        let (from, target) =
            state == .hidden ? (settings.published, settings.hidden) : (settings.hidden, settings.published)
        let column = SQLiteTable.quoted(settings.column)
        try db.execute(
            sql: """
                UPDATE \(SQLiteTable.quoted(settings.table)) SET \(column) = ?
                WHERE \(rowNumber) = ? AND \(isKey) AND \(column) IS ?
                """,
            arguments: [target.bound, row.number, Data(key), Data(key), from.bound]
        )
        guard db.changesCount == 1 else {
            throw SQLiteTableError(
                kind: .unfit,
                why: "its row was not changed; see whether a trigger of the table keeps it"
            )
        }
    }

    private func row(of key: [UInt8], _ db: GRDB.Database) throws -> Row? {
        let column = SQLiteTable.quoted(settings.column)
        let values = settings.evidence.map { "quote(\(SQLiteTable.quoted($0)))" }
        let columns = [rowNumber, "\(column) IS ?", "\(column) IS ?"] + values
        let rows = try GRDB.Row.fetchAll(
            db,
            sql:
                "SELECT \(columns.joined(separator: ", ")) FROM \(SQLiteTable.quoted(settings.table)) WHERE \(isKey)",
            arguments: [settings.published.bound, settings.hidden.bound, Data(key), Data(key)]
        )
        guard rows.count <= 1 else { throw SQLiteTableError(kind: .unfit, why: "several rows have that key") }

        return rows.first.map { row in
            let state: Row.State = row[1] == true ? .published : row[2] == true ? .hidden : .neither
            return Row(
                number: row[0],
                state: state,
                values: (3..<row.count).map { (row[$0] as String?) ?? "NULL" }
            )
        }
    }

    /// By the index first, then by the bytes.
    private var isKey: String {
        let name = SQLiteTable.quoted(settings.key)
        return "\(name) = CAST(? AS TEXT) AND CAST(CAST(\(name) AS TEXT) AS BLOB) = ?"
    }

    private static func check(_ settings: Settings, _ db: GRDB.Database) throws -> String {
        let names = try SQLiteTable.names(of: settings.table, db)
        for column in [settings.column] + settings.evidence where !names.contains(column) {
            throw SQLiteTableError(
                kind: .unfit,
                why: "its table has no column '\(VisibleText.of(column))'"
            )
        }
        try SQLiteTable.requireUnique(settings.key, of: settings.table, names, db)
        let taken = Set(names.map { $0.lowercased() })
        guard let free = ["rowid", "oid", "_rowid_"].first(where: { !taken.contains($0) }),
            hasRowNumbers(settings.table, free, db)
        else {
            throw SQLiteTableError(
                kind: .unfit,
                why: "its rows have no numbers (WITHOUT ROWID), by which one is told from another"
            )
        }

        return free
    }

    private static func hasRowNumbers(_ table: String, _ name: String, _ db: GRDB.Database) -> Bool {
        // A statement that cannot be made is the answer.
        (try? db.makeStatement(sql: "SELECT \(name) FROM \(SQLiteTable.quoted(table)) LIMIT 0")) != nil
    }
}

extension SQLiteFlag.Value {
    fileprivate var bound: any DatabaseValueConvertible {
        switch self {
        case .integer(let number): number
        case .text(let text): text
        }
    }
}
