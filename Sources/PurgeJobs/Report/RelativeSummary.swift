/// A clip to be looked at, as the reports for programs have it.
struct RelativeSummary: Encodable {
    let clip: String
    /// What it has in common with a clip of the run; `rule` where it met a rule with titles.
    let relation: String
    /// The run's clip that it is close to; nil where a rule found it.
    let closeTo: String?
    /// The rule's name and version; nil where it is close to a clip.
    let rule: String?
    let views: Int64?
}
