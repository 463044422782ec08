/// What came of preserving one object.
package enum PreserveOutcome: Hashable, Sendable {
    case done(PreservedBytes)
    /// An earlier attempt had done it.
    case already(PreservedBytes)
    /// Nothing was hidden there.
    case gone
    /// Something else was hidden there than the plan saw; nothing was touched.
    case different(ObjectEvidence)
}
