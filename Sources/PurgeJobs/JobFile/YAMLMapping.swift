/// A mapping with fixed keys while it is read: it knows which keys were asked for, and refuses the others.
struct YAMLMapping {
    private let source: YAMLValue
    private let isSecret: Bool
    private var rest: [(name: String, key: YAMLValue, value: YAMLValue)]
    private var asked: [String] = []

    init(_ source: YAMLValue, _ pairs: [(key: YAMLValue, value: YAMLValue)], isSecret: Bool) {
        self.source = source
        self.isSecret = isSecret
        rest = pairs.compactMap { key, value in
            key.scalar { (text) throws(ScalarFlaw) in text }.map { ($0, key, value) }
        }
    }

    /// Complains of the mapping as a whole.
    func complain(_ problem: String, _ remedy: String) { source.complain(problem, remedy) }

    /// The value of a key that may be left out.
    mutating func optional(_ name: String) -> YAMLValue? {
        asked.append(name)
        guard let index = rest.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            return nil
        }

        let value = rest.remove(at: index).value
        return isSecret ? value.named(name, in: source) : value
    }

    /// The value of a key that must be there; nil after a complaint.
    mutating func required(_ name: String) -> YAMLValue? {
        let value = optional(name)
        if value == nil { source.complain("the key '\(name)' is missing", "add it") }
        return value
    }

    /// Takes every key that nobody asked for, where it cannot be told which ones go.
    mutating func ignoreRest() { rest = [] }

    /// Complains of every key that nobody asked for.
    func refuseLeftovers() {
        source.noteAsked(asked)
        for (name, key, _) in rest {
            if name == "<<" {
                key.complain("merge keys are not allowed", "write the keys out")
            } else {
                let remedy = isSecret ? "the keys here are \(NearestName.list(asked))" : remedy(for: name)
                key.complain("the key is unknown", remedy)
            }
        }
    }

    private func remedy(for name: String) -> String {
        NearestName.remedy(for: name, among: asked, "keys")
    }
}
