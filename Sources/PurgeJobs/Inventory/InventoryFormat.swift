/// How a file says its rows.
package enum InventoryFormat: String, CaseIterable, Hashable, Sendable {
    /// One JSON object a line.
    case jsonLines
    /// Comma-separated values, the columns named by the first record.
    case csv

    /// What a file's name says, whether it is compressed or not: JSON Lines unless it ends in `.csv`.
    package init(fileName: String) {
        self = [".csv", ".csv.gz", ".csv.zst"].contains { fileName.hasSuffix($0) } ? .csv : .jsonLines
    }
}
