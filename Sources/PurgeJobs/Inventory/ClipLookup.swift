/// An inventory that can be asked for single clips without a walk: an emergency waits for none.
package protocol ClipLookup: InventorySource {
    /// All that it says of those of the clips that it lists, as one page, which is the last.
    ///
    /// - Throws: `InventoryError` when it cannot be asked.
    func page(of clips: [ClipID]) async throws(InventoryError) -> InventoryPage
}
