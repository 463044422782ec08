/// The kinds of inventories that a job can name, each with its settings.
package enum InventoryKind: Sendable {
    case jsonLines(JSONLinesInventory.Settings)

    /// The sources that the settings name, in the order in which they are walked.
    ///
    /// - Throws: `InventoryError` for a pattern that finds nothing, a file that is named twice, and what cannot be
    ///   an inventory at all, such as a directory.
    package func sources() throws(InventoryError) -> [any InventorySource] {
        switch self {
        case .jsonLines(let settings): try settings.sources()
        }
    }
}
