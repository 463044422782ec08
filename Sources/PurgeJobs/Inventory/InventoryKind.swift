/// The kinds of inventories that a job can name, each with its settings.
package enum InventoryKind: Sendable {
    case files(InventoryFormat, FileInventory.Settings)
    case sqlite(SQLiteInventory.Settings)
    case http(HTTPInventory.Settings)
    case directory(DirectoryInventory.Settings)
    /// The clips that the job's own lists name.
    case named

    /// The sources that the settings name, in the order in which they are walked.
    ///
    /// `entries` are those of the job's lists; `network` is what the APIs of the job share, and nil for one of the source's own.
    ///
    /// - Throws: `InventoryError` for a pattern that finds nothing, a file that is named twice, what cannot be
    ///   an inventory at all, such as a directory, and a credential that is not there.
    package func sources(
        of entries: [ListEntry],
        on network: InventoryNetwork? = nil
    ) throws(InventoryError) -> [any InventorySource] {
        switch self {
        case .files(let format, let settings): try settings.sources(format)
        case .sqlite(let settings): try settings.sources()
        case .http(let settings): [try settings.source(on: network)]
        case .directory(let settings): [try DirectoryInventory(settings)]
        case .named: [NamedInventory(entries)]
        }
    }
}
