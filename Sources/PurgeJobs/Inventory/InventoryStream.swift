import Dispatch
import Synchronization

/// An inventory that comes through a pipe: it can be walked once, from its beginning, in this process.
///
/// Reading waits for whoever writes, for as long as that takes; so it happens on a queue of its own and not on one
/// of the few threads that all tasks share, or a silent pipe would keep a signal from being heard.
final class InventoryStream: Sendable {
    /// What cursors of pipes are identified by.
    static let identity = "stream"

    private enum State {
        case unopened
        case open(any InventoryRows, InventoryCursor)
        /// An error ended it; what was read is lost.
        case lost
    }

    private let shape: FileShape
    private let pager: InventoryPager
    private let queue = DispatchQueue(label: "inventory stream")
    private let state = Mutex(State.unopened)

    /// A stream that is opened when its first page is asked for.
    init(_ shape: FileShape, _ pager: InventoryPager) {
        self.shape = shape
        self.pager = pager
    }

    /// The next page; `cursor` must be the one handed out last.
    ///
    /// - Throws: `changed` for any other cursor, and what `InventoryPager` throws.
    func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.result(after: cursor)) }
        }
        return try result.get()
    }

    private func result(after cursor: InventoryCursor?) -> Result<InventoryPage, InventoryError> {
        state.withLock { state in
            Result { () throws(InventoryError) in
                var (rows, last) = try resumed(state, after: cursor)
                state = .lost
                let page = try pager.page(of: &rows, after: last)
                last = page.cursor
                state = .open(rows, last)
                return page
            }
        }
    }

    private func resumed(
        _ state: State,
        after cursor: InventoryCursor?
    ) throws(InventoryError) -> (any InventoryRows, InventoryCursor) {
        switch (state, cursor) {
        case (.unopened, nil):
            let start = InventoryCursor.start(identity: Self.identity)
            return (try shape.rows(after: start), start)
        case (.open(let rows, let last), let cursor?) where cursor == last:
            return (rows, last)
        default:
            throw InventoryError(source: shape.source, cause: .changed)
        }
    }
}
