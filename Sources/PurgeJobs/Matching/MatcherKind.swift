/// The kinds of matchers that entries of lists can need.
enum MatcherKind: CaseIterable, Sendable {
    case clipID
    case url
    case hash
    case rule

    /// A matcher of the kind, without entries yet.
    func matcher() -> any ListMatcher {
        switch self {
        case .clipID: ClipIDMatcher()
        case .url: URLMatcher()
        case .hash: HashMatcher()
        case .rule: RuleMatcher()
        }
    }
}
