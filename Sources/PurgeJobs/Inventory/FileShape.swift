/// Where a file's bytes are, and how they become rows.
struct FileShape: Sendable {
    /// As a person knows the file.
    let source: String
    let path: String
    let format: InventoryFormat
    let compression: InventoryCompression
    let fields: InventoryFields

    /// The rows from where `cursor` stands.
    ///
    /// - Throws: `unreadable`, `notAnInventory`, `changed` when there is no such place, and what `InventoryBytes` throws.
    func rows(after cursor: InventoryCursor) throws(InventoryError) -> any InventoryRows {
        var bytes =
            path == FileInventory.standardInput
            ? try InventoryBytes.standardInput(compression, source: source)
            : try InventoryBytes(path: path, compression, after: cursor, source: source)
        if cursor.offset == 0 { try InventoryHead.check(&bytes, compression, source: source) }
        return switch format {
        case .jsonLines: JSONLinesRows(bytes, InventoryFieldTree(fields), source: source)
        case .csv: CSVRows(bytes, fields, columns: try columns(for: cursor), source: source)
        }
    }

    /// Reads a file's first record once more where its rows are to go on later; nil at the beginning.
    private func columns(for cursor: InventoryCursor) throws(InventoryError) -> InventoryColumns? {
        guard cursor.offset > 0 else { return nil }

        let bytes = try InventoryBytes(path: path, compression, source: source)
        var rows = CSVRows(bytes, fields, columns: nil, source: source)
        _ = try rows.begin()
        return rows.columns
    }
}
