/// All entries of all lists of a job: asks every kind of matcher, in a time that does not depend on their number.
package struct MatcherSet: ClipMatcher {
    private var matchers = MatcherKind.allCases.map { $0.matcher() }

    package init() {}

    /// Takes in an entry; malformed ones never match.
    package mutating func insert(_ entry: ListEntry) {
        for index in matchers.indices { matchers[index].insert(entry) }
    }

    /// Every entry that the clip falls under, by list, line and rule.
    package func matches(_ clip: Clip) -> [Match] {
        var found: [Match] = []
        for matcher in matchers { found += matcher.matches(clip) }
        guard found.count > 1 else { return found }

        return found.sorted(by: Self.isBefore)
    }

    private static func isBefore(_ left: Match, _ right: Match) -> Bool {
        let (first, second) = (Array(left.list.utf8), Array(right.list.utf8))
        guard first == second else { return first.lexicographicallyPrecedes(second) }

        return (left.line, left.rule.rawValue) < (right.line, right.rule.rawValue)
    }
}
