import Foundation
import Synchronization

/// An inventory in a table of an SQLite database, walked by a unique column (keyset).
///
/// The database may be in use: what has a key before the cursor when it is written is overlooked by a walk that is under way, as in
/// any export that was made a moment earlier. A change of the tables' shape is a change of the source.
package struct SQLiteInventory: ClipLookup {
    package struct Settings: Hashable, Sendable {
        /// Paths or patterns of glob(7), in the order of the walk.
        package var files: [String]
        package var table: String
        /// The column to walk by; nil for the one that holds the id.
        package var key: String?
        package var fields: InventoryFields
        /// The most rows of one page.
        package var pageRows = 1000

        package init(files: [String], table: String, key: String? = nil, fields: InventoryFields = .standard)
        {
            self.files = files
            self.table = table
            self.key = key
            self.fields = fields
        }
    }

    /// So many clips are asked for at once, within SQLite's limit for parameters.
    private static let askedAtOnce = 500

    package let name: String
    private let path: String
    private let settings: Settings
    private let kept = KeptView()

    /// The database as it was opened last; another file in its place is opened anew.
    private final class KeptView: Sendable {
        let view = Mutex<View?>(nil)
    }

    init(_ file: InventoryFiles.File, _ settings: Settings) {
        name = file.name
        path = file.path
        self.settings = settings
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let view = try view()
        let cursor = cursor ?? .start(identity: view.identity)
        guard cursor.identity == view.identity else { throw InventoryError(source: name, cause: .changed) }
        guard !cursor.isComplete else { return .end(at: cursor) }

        let rows = try reading { () throws(SQLiteTableError) in
            try view.table.rows(
                after: try Self.key(of: cursor),
                limit: settings.pageRows,
                view.names,
                hexadecimal: view.hashes
            )
        }
        return page(of: rows, view, after: cursor, isLast: rows.count < settings.pageRows)
    }

    package func page(of clips: [ClipID]) async throws(InventoryError) -> InventoryPage {
        let view = try view()
        var rows: [SQLiteTable.Row] = []
        for start in stride(from: 0, to: clips.count, by: Self.askedAtOnce) {
            let ids = clips[start..<min(start + Self.askedAtOnce, clips.count)].map(\.bytes)
            rows += try reading { () throws(SQLiteTableError) in
                try view.table.rows(
                    where: settings.fields.id,
                    isOneOf: ids,
                    view.names,
                    hexadecimal: view.hashes
                )
            }
        }
        return page(of: rows, view, after: .start(identity: view.identity), isLast: true)
    }

    package func changedAt() async throws(InventoryError) -> Timestamp? {
        let paths = [path, path + "-wal"].filter { FileManager.default.fileExists(atPath: $0) }
        var latest: Int64 = 0
        for path in paths { latest = max(latest, try FileIdentity(path: path, source: name).modified) }
        return Timestamp(microseconds: latest / 1000)
    }

    // MARK: One look

    private struct View: Sendable {
        let place: FileIdentity.Place
        let table: SQLiteTable
        let columns: InventoryColumns
        let identity: String

        var names: [String] { columns.wanted.map(\.path) }
        var hashes: Set<String> {
            Set(columns.wanted.filter { if case .hash = $0.role { true } else { false } }.map(\.path))
        }
    }

    private func view() throws(InventoryError) -> View {
        let place = try FileIdentity(path: path, source: name).place
        return try kept.view.withLock { view throws(InventoryError) in
            if let view, view.place == place { return view }

            let opened = try opened(place)
            view = opened
            return opened
        }
    }

    private func opened(_ place: FileIdentity.Place) throws(InventoryError) -> View {
        let key = settings.key ?? settings.fields.id
        let table = try reading { () throws(SQLiteTableError) in
            try SQLiteTable(path: path, table: settings.table, key: key)
        }
        let columns: InventoryColumns
        do throws(InventoryColumns.Flaw) {
            columns = try InventoryColumns(names: table.columns.map { Array($0.utf8) }, settings.fields)
        } catch {
            throw InventoryError(source: name, cause: .notAnInventory(Self.sentence(error)))
        }
        let shape = "\(table.schemaVersion):\(settings.table):\(key)"
        return View(
            place: place,
            table: table,
            columns: columns,
            identity: "sqlite:\(place.device):\(place.inode):\(shape)"
        )
    }

    private static func sentence(_ flaw: InventoryColumns.Flaw) -> String {
        switch flaw {
        case .missing(let name):
            "its table has no column '\(VisibleText.of(name))'; set the job's 'fields'"
        case .twice, .tooMany: "\(flaw)"
        }
    }

    private func reading<Value>(_ body: () throws(SQLiteTableError) -> Value) throws(InventoryError) -> Value
    {
        do throws(SQLiteTableError) {
            return try body()
        } catch {
            throw InventoryError(
                source: name,
                cause: error.kind == .unfit ? .notAnInventory(error.why) : .unreadable(error.why)
            )
        }
    }

    private func page(
        of rows: [SQLiteTable.Row],
        _ view: View,
        after cursor: InventoryCursor,
        isLast: Bool
    ) -> InventoryPage {
        var clips: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        for (index, row) in rows.enumerated() {
            do throws(RowFlaw) {
                clips.append(try Self.clip(row, view.columns))
            } catch {
                badRows.append(
                    InventoryPage.BadRow(line: cursor.lines + index + 1, reason: error.description)
                )
            }
        }
        var next = InventoryCursor(
            identity: cursor.identity,
            offset: cursor.offset + Int64(rows.count),
            lines: cursor.lines + rows.count,
            rows: cursor.rows + rows.count,
            consumed: "",
            isComplete: isLast
        )
        next.key = rows.last.map { "\($0.key.type):\(Hexadecimal.text(of: $0.key.bytes))" } ?? cursor.key
        return InventoryPage(clips: clips, rows: rows.count, badRows: badRows, cursor: next, isLast: isLast)
    }

    private static func clip(_ row: SQLiteTable.Row, _ columns: InventoryColumns) throws(RowFlaw) -> Clip {
        var draft = ClipDraft()
        for (column, value) in zip(columns.wanted, row.values) {
            guard let value, !value.isEmpty else { continue }
            guard String(validating: value, as: UTF8.self) != nil else { throw .invalidUTF8 }

            draft.keep(cell: value, as: column.role, column.path)
        }
        return try draft.clip()
    }

    private static func key(of cursor: InventoryCursor) throws(SQLiteTableError) -> SQLiteTable.Key? {
        guard let text = cursor.key else { return nil }

        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Hexadecimal.bytes(of: parts[1].utf8) else {
            throw SQLiteTableError(kind: .unfit, why: "its cursor in the ledger is none")
        }

        return SQLiteTable.Key(type: String(parts[0]), bytes: bytes)
    }
}

extension SQLiteInventory.Settings {
    /// One inventory for each file that the settings name.
    func sources() throws(InventoryError) -> [any InventorySource] {
        try InventoryFiles(patterns: files, directory: nil).files.map { SQLiteInventory($0, self) }
    }
}
