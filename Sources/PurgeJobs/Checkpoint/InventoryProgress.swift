/// How far a page brought the walk of one source, as the ledger writes it down with the page's items.
package struct InventoryProgress: Sendable {
    /// The source's number in the plan's header, from 0.
    package let source: Int
    /// The cursor after the page, as its inventory writes it.
    package let cursor: String
    package let rows: Int
    package let clips: Int
    package let badRows: [(line: Int, reason: String)]
    package let isLast: Bool

    package init(
        source: Int,
        cursor: String,
        rows: Int,
        clips: Int,
        badRows: [(line: Int, reason: String)],
        isLast: Bool
    ) {
        self.source = source
        self.cursor = cursor
        self.rows = rows
        self.clips = clips
        self.badRows = badRows
        self.isLast = isLast
    }
}
