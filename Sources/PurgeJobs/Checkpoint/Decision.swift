/// A person's decision about a clip that outlives runs: an exemption or a hold.
package struct Decision: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The clip is not to be acted on.
        case exemption
        /// The clip's bytes must not be destroyed; everything that makes it unreachable still happens.
        case hold
    }

    package let kind: Kind
    package let clip: ClipID
    package let reason: String
    package let user: String
    package let host: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    /// Whether the bytes are put aside, where their store has a place for that; only of holds.
    package let preserves: Bool
}
