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
        case open(LineFeed, InventoryCursor)
        /// An error ended it; what was read is lost.
        case lost
    }

    private let pager: JSONLinesPager
    private let path: String
    private let queue = DispatchQueue(label: "inventory stream")
    private let state = Mutex(State.unopened)

    /// A stream that is opened when its first page is asked for.
    init(path: String, pager: JSONLinesPager) {
        self.path = path
        self.pager = pager
    }

    /// The next page; `cursor` must be the one handed out last.
    ///
    /// - Throws: `changed` for any other cursor, and what `JSONLinesPager` throws.
    func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.result(after: cursor)) }
        }
        return try result.get()
    }

    private func result(after cursor: InventoryCursor?) -> Result<InventoryPage, InventoryError> {
        state.withLock { state in
            Result { () throws(InventoryError) in
                var (feed, last) = try resumed(state, after: cursor)
                state = .lost
                let page = try pager.page(of: &feed, after: last)
                last = page.cursor
                state = .open(feed, last)
                return page
            }
        }
    }

    private func resumed(
        _ state: State,
        after cursor: InventoryCursor?
    ) throws(InventoryError) -> (LineFeed, InventoryCursor) {
        switch (state, cursor) {
        case (.unopened, nil):
            let feed =
                path == JSONLinesInventory.standardInput
                ? LineFeed.standardInput(source: pager.source)
                : try LineFeed(path: path, source: pager.source)
            return (feed, .start(identity: Self.identity))
        case (.open(let feed, let last), let cursor?) where cursor == last:
            return (feed, last)
        default:
            throw InventoryError(source: pager.source, cause: .changed)
        }
    }
}
