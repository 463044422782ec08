/// How far a run is, for whoever watches.
package struct RunProgress: Sendable {
    package enum Phase: String, Sendable {
        case walking
        case applying
    }

    package let phase: Phase
    package var rows = 0
    package var badRows = 0
    package var conservation: Conservation?
    /// What is waited for, and until when.
    package var waiting: (what: String, until: Timestamp)?
}
