/// What one step of a walk returns.
package struct InventoryPage: Sendable {
    /// A row that is no clip.
    package struct BadRow: Hashable, Sendable {
        /// Its line in the source, or its number among rows or files where there are none, from 1.
        package let line: Int
        /// Why it is none, in one sentence without the row's own text; in a tree the path is added, made visible.
        package let reason: String
    }

    package let clips: [Clip]
    /// Rows seen in this page, good and bad.
    package let rows: Int
    package let badRows: [BadRow]
    /// Where the walk stands after this page.
    package let cursor: InventoryCursor
    /// Nothing comes after this page.
    package let isLast: Bool
}

extension InventoryPage {
    /// What comes after the end: nothing.
    static func end(at cursor: InventoryCursor) -> Self {
        Self(clips: [], rows: 0, badRows: [], cursor: cursor, isLast: true)
    }
}
