/// How many of a run's clips have their bytes in one state, and until when that can be undone.
package struct BytesOverview: Sendable {
    package let bytes: BytesState
    package let clips: Int
    /// Of these: those on which a hold is in force.
    package let held: Int
    /// Of these: those that are to be destroyed, at a time that is known or once they are dark.
    package let doomed: Int
    /// The first and the last time at which one of them is destroyed; nil where none is known yet.
    package let deletion: ClosedRange<Timestamp>?
}
