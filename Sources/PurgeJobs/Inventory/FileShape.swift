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
        return try format.rows(bytes, fields, source: source) { () throws(InventoryError) in
            cursor.offset > 0 ? try InventoryBytes(path: path, compression, source: source) : nil
        }
    }
}
