/// How a file says its rows.
package enum InventoryFormat: Hashable, Sendable {
    /// One JSON object a line.
    case jsonLines
}
