/// The decision that a clip falls under an entry, and why.
package struct Match: Hashable, Sendable {
    package enum Rule: String, CaseIterable, Sendable {
        /// The clip's id is on the list.
        case clipID
        /// A published form of the clip's URL is on the list.
        case url
        /// The clip's bytes have a hash that is on the list.
        case hash
        /// What the clip's inventory says of it meets a rule of the job.
        case metadata
    }

    package let list: String
    /// The entry's line in its list; of a rule, its version.
    package let line: Int
    package let category: String
    package let rule: Rule
    /// What matched, for a person: the id, URL or hash of the entry, or what was said of the clip; never its title.
    package let evidence: String

    package init(list: String, line: Int, category: String, rule: Rule, evidence: String) {
        self.list = list
        self.line = line
        self.category = category
        self.rule = rule
        self.evidence = evidence
    }
}
