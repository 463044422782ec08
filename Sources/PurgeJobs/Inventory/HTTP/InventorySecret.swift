/// A secret that is fetched when an inventory is opened, and not when its job is read: a run that goes on after a crash needs
/// none of them (R14).
package struct InventorySecret: Sendable {
    private let fetch: @Sendable () throws -> Secret

    package init(_ fetch: @escaping @Sendable () throws -> Secret) { self.fetch = fetch }

    /// Fetches it.
    ///
    /// - Throws: what is wrong with where it should be.
    func resolve(for source: String) throws(InventoryError) -> Secret {
        do {
            return try fetch()
        } catch {
            throw InventoryError(source: source, cause: .noCredential("\(error)"))
        }
    }
}
