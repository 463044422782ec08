/// What the guards must know of an inventory or a list beside what the ledger holds of it.
package struct GuardedInput: Sendable {
    package enum Kind: Sendable {
        case inventory
        case list
    }

    package let kind: Kind
    package let name: String
    /// When it last changed; nil where that cannot be told.
    package let changedAt: Timestamp?
    /// How old it may be when the plan is sealed; nil for any age.
    package let maximumAge: Duration?
    /// Whether its entries name clips of this platform, so that it is strange when none of them is found.
    ///
    /// Hashes come from everywhere: most of them are found nowhere, on a good day all.
    package let namesClips: Bool

    package init(
        _ kind: Kind,
        _ name: String,
        changedAt: Timestamp? = nil,
        maximumAge: Duration? = nil,
        namesClips: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.changedAt = changedAt
        self.maximumAge = maximumAge
        self.namesClips = namesClips
    }
}
