/// Finds the clips that rules with titles mean: for people to look at, and never a match.
package struct RuleReviewer: Sendable {
    private var checks: [RuleCheck] = []

    package init() {}

    /// Takes in an entry, if it is a rule that people alone act on.
    package mutating func insert(_ entry: ListEntry) {
        guard case .rule(let rule) = entry.value, rule.isReviewOnly, rule.condition.isNarrowing else {
            return
        }

        checks.append(RuleCheck(rule, entry))
    }

    /// The rules that the clip meets, as the entries that they are.
    package func rules(metBy clip: Clip) -> [ListEntry] {
        guard !checks.isEmpty, !clip.id.bytes.isEmpty else { return [] }

        let title = clip.title.map { FoldedTitle($0) }
        return checks.filter { $0.isMet(by: clip, title: title) }.map(\.entry)
    }
}
