/// What a look at a tombstone found.
package enum TombstoneEnd: String, CaseIterable, Sendable {
    /// Still dark at every edge.
    case dark
    /// Nobody could tell: it is looked at again within the hour.
    case unknown
    /// A link answers again: it is purged again.
    case relit
    /// A store holds an object under one of its keys again: for a person to decide.
    case returned
}
