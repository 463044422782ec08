/// A clip that nobody reported, close to one of a run's, for a person to look at.
package struct RelativeOverview: Sendable {
    package let relation: ClipRelation
    package let clip: ClipID
    /// The run's clip that it is close to; of several, the first.
    package let item: ClipID
    package let views: Int64?
}
