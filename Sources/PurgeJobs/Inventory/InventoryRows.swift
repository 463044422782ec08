/// Cuts the bytes of one file into rows and reads these, one after the other.
protocol InventoryRows {
    var bytes: InventoryBytes { get set }

    /// Goes past what stands before the first row, and returns how many lines that were.
    ///
    /// - Throws: `InventoryError` for a file that is no such inventory.
    mutating func begin() throws(InventoryError) -> Int

    /// The next row, which begins in that line, and how many lines it has.
    ///
    /// - Throws: `truncated` for a row that may be the first part of another, and what `InventoryBytes` throws.
    mutating func next(line: Int) throws(InventoryError) -> (row: InventoryRow, lines: Int)
}
