/// The four answers that a revocation can get; none of them is proof that a link is dark (R4).
enum RevocationAnswer: Hashable, Sendable {
    /// Revoked before the answer was sent.
    case revoked
    /// There is nothing to revoke, or no longer. A mistyped URL may get the same answer.
    case already
    /// A promise: the endpoint's own name for the request, where it gives one.
    case accepted(id: String?)
    /// Nothing was revoked.
    case refused
}
