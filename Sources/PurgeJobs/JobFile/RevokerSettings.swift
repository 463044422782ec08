/// One endpoint of a site that revokes what leads to a clip, and how it may be asked.
struct RevokerSettings: Sendable {
    static let standardConcurrency = 4

    let name: String
    let adapter: HTTPRevoker
    /// Where to connect; nil for where DNS leads, which must be public.
    let address: NodeAddress?
    /// Requests a second; nil for as many as it answers.
    let rate: Double?
    /// Requests in flight.
    let concurrency: Int
    let credential: CredentialSource?
}
