/// What the controls and sentinels of one round at one edge say of its answers.
///
/// A mistyped link family, a wrong host or an edge that answers everybody with 404 must not look like success: dark
/// needs a live twin, asked in the same way (R17). And a twin says nothing where a clip that never existed is served.
struct LiveTwins: Sendable {
    private struct Shape: Hashable {
        let group: LinkGroup
        let variant: String
    }

    private var lit: [Shape: Link] = [:]
    private var indiscriminate: Set<LinkGroup> = []
    private var varied: Set<LinkGroup> = []

    /// Notes what a control answered: only one that is lit is a twin.
    mutating func note(_ control: Link, variant: String, _ verdict: LinkVerdict) {
        let shape = Shape(group: LinkGroup(control), variant: variant)
        if verdict.visibility == .lit, lit[shape] == nil { lit[shape] = control }
    }

    /// Notes that a clip which never existed is served.
    mutating func noteServesAnything(_ group: LinkGroup) { indiscriminate.insert(group) }

    /// Notes that copies are kept apart by a request header with which nobody asks.
    mutating func noteUndeclaredVariants(_ group: LinkGroup) { varied.insert(group) }

    /// Takes in what was found of other groups.
    mutating func merge(_ other: Self) {
        lit.merge(other.lit) { first, _ in first }
        indiscriminate.formUnion(other.indiscriminate)
        varied.formUnion(other.varied)
    }

    /// The control that was lit in that group and variant.
    func twin(_ group: LinkGroup, variant: String) -> Link? {
        lit[Shape(group: group, variant: variant)]
    }

    /// Whether the edge serves what never existed.
    func servesAnything(_ group: LinkGroup) -> Bool { indiscriminate.contains(group) }

    /// The twins that are lit in both: at the beginning of a round and at its end.
    func both(_ later: Self) -> Self {
        var twins = self
        twins.lit = lit.filter { later.lit[$0.key] != nil }
        twins.indiscriminate.formUnion(later.indiscriminate)
        twins.varied.formUnion(later.varied)
        return twins
    }

    /// The verdict of a link, with what the controls, the sentinel and the store say of it.
    ///
    /// What is lit stays lit, and what is unknown unknown.
    func proven(_ verdict: LinkVerdict, _ group: LinkGroup, variant: String, isProven: Bool) -> LinkVerdict {
        switch verdict {
        case .lit(.served) where servesAnything(group): .lit(.servesAnything)
        case .dark where servesAnything(group): .unknown(.servesAnything)
        case .dark where varied.contains(group): .unknown(.undeclaredVariants)
        case .dark where !isProven || twin(group, variant: variant) == nil: .unknown(.unproven)
        default: verdict
        }
    }
}
