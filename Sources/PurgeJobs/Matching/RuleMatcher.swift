/// Finds clips that meet a rule by what their inventory says of them.
///
/// A rule that asks for titles is not taken in: nothing is ever done to a clip because of what it is called.
struct RuleMatcher: ListMatcher {
    private var checks: [RuleCheck] = []

    mutating func insert(_ entry: ListEntry) {
        guard case .rule(let rule) = entry.value, !rule.isReviewOnly, rule.condition.isNarrowing else {
            return
        }

        checks.append(RuleCheck(rule, entry))
    }

    func matches(_ clip: Clip) -> [Match] {
        guard !checks.isEmpty, !clip.id.bytes.isEmpty else { return [] }

        return checks.filter { $0.isMet(by: clip) }.map { $0.match(clip) }
    }
}
