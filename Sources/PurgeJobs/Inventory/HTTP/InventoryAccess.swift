/// How an API wants to be told who asks.
package enum InventoryAccess: Sendable {
    /// A header that carries a credential.
    case header(String, InventorySecret)
    /// A token that is fetched with a client's credentials and carried as `Authorization: Bearer`.
    case token(TokenGrant)
}
