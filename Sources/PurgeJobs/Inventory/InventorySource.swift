/// A walkable source of clips: a file, a database, an HTTP API, a bucket's listing.
///
/// ## Writing an inventory
/// Answer `page(after:)` for the start (`nil`) and for any cursor that you ever handed out, also in another
/// process: the same cursor gives the same rest as long as the source has not changed, and `changed` is thrown
/// when it has. Hold one page in memory, never the source. Bad rows are counted and described in the page; the
/// planner decides when they are too many.
package protocol InventorySource: Sendable {
    /// What a person knows it by: the path of a file, `standard input`, the URL of an API.
    var name: String { get }

    /// Whether a page may be long in coming. Cancelling the task that asks then ends it early, with `interrupted`.
    var mayWait: Bool { get }

    /// The next clips after `cursor`, in the source's own order.
    ///
    /// - Throws: `InventoryError` when the source cannot be read, ends in the middle of a row, or is not the one
    ///   that the cursor came from.
    func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage

    /// When it last changed, for the guard against exports that stopped coming; nil where that cannot be told.
    ///
    /// - Throws: `InventoryError` when the source cannot be asked.
    func changedAt() async throws(InventoryError) -> Timestamp?
}

extension InventorySource {
    package var mayWait: Bool { false }

    package func changedAt() async throws(InventoryError) -> Timestamp? { nil }
}
