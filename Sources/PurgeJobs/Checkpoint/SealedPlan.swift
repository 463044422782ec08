/// A plan that is complete: what a person says yes to.
package struct SealedPlan: Sendable {
    package let run: RunID
    package let digest: Digest
    /// The items that it acts on.
    package let effects: Int
    /// The clips that were walked.
    package let clips: Int
    /// How many items pass without a person.
    package let guardLimit: Int
    /// Why guards hold it back; empty where none does.
    package let stops: [GuardStop]

    /// Whether only an exact `--count` releases it.
    package var isBlocked: Bool { !stops.isEmpty }
}
