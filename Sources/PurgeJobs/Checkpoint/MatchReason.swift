/// Which entry of which list, or which rule, an item matched, and how.
package struct MatchReason: Sendable {
    package let list: String
    package let line: Int
    package let rule: String

    /// For people: `severe, line 7 (clipID)`; a rule of the job is named with its version.
    package var words: String {
        let isRule = rule == Match.Rule.metadata.rawValue
        return EntryPlace.words(VisibleText.of(list), line, isRule: isRule) + (isRule ? "" : " (\(rule))")
    }
}
