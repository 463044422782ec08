import Foundation
import GRDB

/// A table of somebody else's SQLite database, read by its key and never written.
///
/// Every value comes as the bytes of its text, whatever type it has; what is NULL has none. Each call sees one moment of the
/// database: rows that are written meanwhile come or do not come as their keys lie.
struct SQLiteTable: Sendable {
    /// A row's key with its type, as a cursor keeps it.
    struct Key: Hashable, Sendable {
        let type: String
        let bytes: [UInt8]
    }

    struct Row: Sendable {
        let key: Key
        /// In the order of the columns that were asked for.
        let values: [[UInt8]?]
    }

    /// The names of all its columns, in order.
    let columns: [String]
    /// Changes with the shape of the database, not with its rows.
    let schemaVersion: Int
    /// Those columns that hold texts alone or take a text for the number that it says (datatype3.html, section 3.1).
    private let typed: Set<String>
    private let queue: DatabaseQueue
    private let table: String
    private let key: String

    /// Opens it for reading, and makes sure that its rows can be walked by `key`: each has one, and no two the same.
    ///
    /// - Throws: `SQLiteTableError`.
    init(path: String, table: String, key: String) throws(SQLiteTableError) {
        self.table = table
        self.key = key
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "inventory"
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA trusted_schema = OFF") }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            (columns, schemaVersion, typed) = try queue.read { db in
                let names = try Self.names(of: table, db)
                try Self.check(key, of: table, names, db)
                let typed = try db.columns(in: table).filter { column in
                    ["INT", "CHAR", "CLOB", "TEXT"].contains { column.type.uppercased().contains($0) }
                }
                return (
                    names, try Int.fetchOne(db, sql: "PRAGMA schema_version") ?? 0, Set(typed.map(\.name))
                )
            }
        } catch let error as SQLiteTableError {
            throw error
        } catch {
            throw Self.unreadable(error)
        }
    }

    /// The next rows after a key, or the first, in the order of the key.
    ///
    /// `hexadecimal` are the columns of which a blob is written in digits.
    ///
    /// - Throws: `SQLiteTableError`.
    func rows(
        after key: Key?,
        limit: Int,
        _ columns: [String],
        hexadecimal: Set<String> = []
    ) throws(SQLiteTableError) -> [Row] {
        let name = Self.quoted(self.key)
        let condition = key.map { " WHERE \(name) > \(Self.placeholder(for: $0.type))" } ?? ""
        return try fetch(
            "\(selection(of: columns, hexadecimal))\(condition) ORDER BY \(name) LIMIT \(limit)",
            key.map {
                [$0.type == "integer" ? Int64(String(decoding: $0.bytes, as: UTF8.self)) : Data($0.bytes)]
            } ?? []
        )
    }

    /// The rows whose `column` is one of these texts.
    ///
    /// - Throws: `SQLiteTableError`.
    func rows(
        where column: String,
        isOneOf texts: [[UInt8]],
        _ columns: [String],
        hexadecimal: Set<String> = []
    ) throws(SQLiteTableError) -> [Row] {
        let places = texts.map { _ in "CAST(? AS TEXT)" }.joined(separator: ", ")
        // A column without a type compares a number with no text: there the values' own texts count, at the price of a scan.
        let name = typed.contains(column) ? Self.quoted(column) : "CAST(\(Self.quoted(column)) AS TEXT)"
        return try fetch(
            "\(selection(of: columns, hexadecimal)) WHERE \(name) IN (\(places))",
            texts.map { Data($0) }
        )
    }

    private func selection(of columns: [String], _ hexadecimal: Set<String>) -> String {
        let values = columns.map { column in
            let name = Self.quoted(column)
            let value =
                hexadecimal.contains(column) ? "iif(typeof(\(name)) = 'blob', hex(\(name)), \(name))" : name
            return "CAST(\(value) AS BLOB)"
        }
        let name = Self.quoted(key)
        return
            "SELECT \((["typeof(\(name))", "CAST(\(name) AS BLOB)"] + values).joined(separator: ", ")) FROM \(Self.quoted(table))"
    }

    private func fetch(
        _ sql: String,
        _ arguments: [(any DatabaseValueConvertible)?]
    ) throws(SQLiteTableError) -> [Row] {
        do {
            return try queue.read { db in
                try GRDB.Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { row in
                    Row(
                        key: Key(type: row[0], bytes: [UInt8](row[1] as Data? ?? Data())),
                        values: (2..<row.count).map { (row[$0] as Data?).map { [UInt8]($0) } }
                    )
                }
            }
        } catch {
            throw Self.unreadable(error)
        }
    }

    private static func placeholder(for type: String) -> String {
        switch type {
        case "integer", "blob": "?"
        default: "CAST(? AS TEXT)"
        }
    }

    // MARK: Whether it can be walked

    static func names(of table: String, _ db: GRDB.Database) throws -> [String] {
        guard try String.fetchOne(db, sql: "PRAGMA encoding") == "UTF-8" else {
            throw SQLiteTableError(kind: .unfit, why: "its texts are not UTF-8")
        }
        guard try db.tableExists(table) else {
            let tables = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
            )
            let names = tables.prefix(20).map { "'\(VisibleText.of($0))'" }.joined(separator: ", ")
            throw SQLiteTableError(
                kind: .unfit,
                why: "it has no table '\(VisibleText.of(table))', only \(names)"
            )
        }

        return try db.columns(in: table).map(\.name)
    }

    private static func check(_ key: String, of table: String, _ names: [String], _ db: GRDB.Database) throws
    {
        try requireUnique(key, of: table, names, db)
        let name = quoted(key)
        let odd =
            "SELECT EXISTS (SELECT 1 FROM \(quoted(table)) WHERE typeof(\(name)) NOT IN ('integer', 'text', 'blob'))"
        guard try Bool.fetchOne(db, sql: odd) == false else {
            throw SQLiteTableError(
                kind: .unfit,
                why:
                    "the column '\(VisibleText.of(key))' is NULL or a fraction in some rows; name another 'key'"
            )
        }
    }

    /// Refuses a key that could be several rows'.
    static func requireUnique(
        _ key: String,
        of table: String,
        _ names: [String],
        _ db: GRDB.Database
    ) throws {
        guard names.contains(key) else {
            throw SQLiteTableError(kind: .unfit, why: "its table has no column '\(VisibleText.of(key))'")
        }

        let isPrimary = try db.primaryKey(table).columns == [key]
        let isUnique = try db.indexes(on: table).contains { $0.isUnique && $0.columns == [key] }
        guard isPrimary || isUnique else {
            throw SQLiteTableError(
                kind: .unfit,
                why:
                    "the column '\(VisibleText.of(key))' is not unique; name a 'key' that is, so that no row is overlooked"
            )
        }
    }

    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    static func unreadable(_ error: any Error) -> SQLiteTableError {
        let isBusy = [.SQLITE_BUSY, .SQLITE_LOCKED].contains((error as? DatabaseError)?.resultCode)
        let why =
            (error as? DatabaseError).map { $0.message ?? "SQLite error \($0.resultCode.rawValue)" }
            ?? "\(error)"
        return SQLiteTableError(kind: isBusy ? .busy : .unreadable, why: VisibleText.of(why))
    }
}
