/// What a store says of an object when it is asked.
package enum ObjectState: Hashable, Sendable {
    /// There, and served.
    case present(ObjectEvidence)
    /// Not where it is served from.
    case absent
}
