/// A clip that meets a rule with titles: for people to look at, and never a match.
struct RuleFinding: Sendable {
    /// The rule's name, and its version.
    let list: String
    let line: Int
    let clip: ClipID
    let views: Int64?

    /// How many a run names for one rule; those beyond are counted.
    static let maximumNamed = 10_000
}
