/// The four answers that a purge request can get; none of them is proof that a link is dark (R4).
enum PurgeAnswer: Hashable, Sendable {
    /// Purged before the answer was sent.
    case purged
    /// There was nothing to purge: success of the call, and proof of nothing.
    case notCached
    /// A promise: the vendor's own name for it, where it gives one.
    case accepted(id: String?)
    /// No purge.
    case refused
}
