/// A rule of a job: which clips it means by what their inventory says of them, beside what lists name.
///
/// It is a list with one entry, whose line is the rule's version: so it counts, is withdrawn and holds a plan back as
/// any entry does.
package struct ClipRule: Hashable, Sendable {
    package let name: String
    package let category: String
    /// Raised by whoever changes the rule: a withdrawal is of one version.
    package let version: Int
    package let condition: ClipCondition

    package init(name: String, category: String, version: Int, condition: ClipCondition) {
        self.name = name
        self.category = category
        self.version = version
        self.condition = condition
    }

    /// Whether its clips are only shown to people.
    ///
    /// Titles are chosen by whoever attacks the platform, and by everyone else: they are no evidence.
    package var isReviewOnly: Bool { condition.subjects.contains(.title) }

    package var entry: ListEntry {
        ListEntry(list: name, line: version, category: category, value: .rule(self))
    }
}
