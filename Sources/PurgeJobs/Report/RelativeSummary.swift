/// A clip to be looked at, as the reports for programs have it.
struct RelativeSummary: Encodable {
    let clip: String
    let relation: String
    /// The run's clip that it is close to.
    let closeTo: String
    let views: Int64?
}
