/// When a link was last purged at a node, with an answer that said so.
struct PurgeTime: Hashable, Sendable {
    /// The intent: nothing had left before.
    let begun: Timestamp
    /// The receipt: the node had done what it does.
    let ended: Timestamp
}
