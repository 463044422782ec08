/// A store's promise to do what a step asked for, which is polled until it says what became of it.
struct PendingOperation: Hashable, Sendable {
    /// Where to ask; nil where only the object itself can tell.
    let url: [UInt8]?
    let acceptedAt: Timestamp
    /// Whether its time is up, so that a person has to look.
    let isOverdue: Bool
}
