/// Which entry of which list an item matched, and by which rule.
package struct MatchReason: Sendable {
    package let list: String
    package let line: Int
    package let rule: String
}
