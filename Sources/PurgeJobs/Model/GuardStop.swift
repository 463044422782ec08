/// Why a guard holds a plan back.
package struct GuardStop: Hashable, Sendable {
    package let kind: GuardKind
    /// The list, inventory, channel or account that did it; empty for the plan as a whole.
    package let subject: String
    /// What was seen: clips, entries, or seconds of age.
    package let observed: Int
    /// The most, or the least, that needs no person.
    package let allowed: Int
    /// All of it for a person, without a URL.
    package let sentence: String

    package init(_ kind: GuardKind, _ subject: String, observed: Int, allowed: Int, _ sentence: String) {
        self.kind = kind
        self.subject = subject
        self.observed = observed
        self.allowed = allowed
        self.sentence = sentence
    }

    /// The guards that stopped a plan, each once, for the audit and for headings.
    package static func names(of stops: [GuardStop]) -> String {
        let kinds = Set(stops.map(\.kind))
        return GuardKind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ", ")
    }
}
