/// One store of a site, not opened.
struct StoreSettings: Sendable {
    static let standardConcurrency = 8

    let name: String
    let kind: StoreKind
    /// Where to connect to a store that is asked; nil for where DNS leads, which must be public.
    var address: NodeAddress?
    /// Requests a second to a store that is asked; nil for as many as it answers.
    var rate: Double?
    /// Requests in flight to a store that is asked.
    var concurrency = Self.standardConcurrency
    var credential: CredentialSource?
}
