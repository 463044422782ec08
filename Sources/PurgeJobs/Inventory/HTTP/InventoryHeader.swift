/// A header that every request to an API carries; never a credential.
package struct InventoryHeader: Hashable, Sendable {
    let name: String
    let value: String
}
