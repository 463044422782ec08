import Synchronization

/// The rows of a regular file, kept open from one page to the next.
///
/// The next page of a compressed file goes on where the last one ended, and need not expand again what came before
/// it. From any other cursor the file is opened anew.
final class KeptRows: Sendable {
    private struct Place {
        var rows: any InventoryRows
        let cursor: InventoryCursor
    }

    private let shape: FileShape
    private let pager: InventoryPager
    private let place = Mutex<Place?>(nil)

    init(_ shape: FileShape, _ pager: InventoryPager) {
        self.shape = shape
        self.pager = pager
    }

    /// The page after `cursor`; the file is closed with the last one, and with an error.
    ///
    /// - Throws: `changed` when the file is not, or no longer, the one that the cursor came from, and what
    ///   `InventoryPager` throws.
    func page(after cursor: InventoryCursor) throws(InventoryError) -> InventoryPage {
        try place.withLock { place throws(InventoryError) in
            var rows =
                if let place, place.cursor == cursor { place.rows } else { try shape.rows(after: cursor) }
            place = nil
            try check(rows, cursor)
            let page = try pager.page(of: &rows, after: cursor)
            try check(rows, cursor)
            if !page.isLast { place = Place(rows: rows, cursor: page.cursor) }
            return page
        }
    }

    private func check(_ rows: any InventoryRows, _ cursor: InventoryCursor) throws(InventoryError) {
        guard try rows.bytes.identity.description == cursor.identity else {
            throw InventoryError(source: shape.source, cause: .changed)
        }
    }
}
