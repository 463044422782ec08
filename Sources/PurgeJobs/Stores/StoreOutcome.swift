/// What came of an effect on one object.
package enum StoreOutcome: Hashable, Sendable {
    /// Done now.
    case done
    /// It was as asked before: an earlier attempt, or an earlier run.
    case already
    /// Nothing was there, in its place or in quarantine.
    case gone
    /// Something else was there than the plan saw; nothing was touched.
    case different(ObjectEvidence)
}
