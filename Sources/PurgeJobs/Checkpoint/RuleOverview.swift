/// One rule of a run's job, and how many clips met it.
package struct RuleOverview: Sendable {
    package let name: String
    package let version: Int
    package let category: String
    /// Whether its clips are only shown to people.
    package let isReviewOnly: Bool
    /// What became of it as of any entry: matched, notFound, withdrawn.
    package let state: String
    /// Clips of the plan; of a rule for people, clips in no plan of the run.
    package let clips: Int64
    /// As far as inventories say.
    package let views: Int64
}
