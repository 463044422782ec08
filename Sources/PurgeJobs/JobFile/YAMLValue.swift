import Yams

/// One value of a file, with its place and its path of keys.
///
/// Every way to read it answers nil after a complaint, so that reading goes on and finds the next mistake.
struct YAMLValue {
    /// One value of a list that was read, and where it stands.
    struct Item<Value> {
        let value: Value
        let source: YAMLValue
    }

    /// One key of a mapping whose keys are names that the file chooses.
    struct Entry {
        let name: String
        /// The name itself, for complaints about it.
        let key: YAMLValue
        let value: YAMLValue
    }

    let key: String
    private let node: Node
    private let book: ComplaintBook
    /// Whether what stands here may be a secret, or be mistaken for one: then no complaint quotes it.
    private var isSecret = false

    init(_ node: Node, _ book: ComplaintBook) {
        self.node = node
        self.book = book
        key = ""
    }

    private init(_ node: Node, key: String, beneath parent: YAMLValue) {
        self.node = node
        self.key = key
        book = parent.book
        isSecret = parent.isSecret
    }

    var position: JobFileError.Position? {
        node.mark.map { .init(line: $0.line, column: $0.column) }
    }

    /// What it is, for a complaint that something else was expected.
    private var shape: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }

    var isMapping: Bool {
        if case .mapping = node { true } else { false }
    }

    var isList: Bool {
        if case .sequence = node { true } else { false }
    }

    /// The same value, of which no complaint quotes anything.
    func keptSecret() -> Self {
        var copy = self
        copy.isSecret = true
        return copy
    }

    /// The same value under a name that the file did not choose, and that may therefore be told.
    func named(_ name: String, in mapping: Self) -> Self {
        Self(node, key: "\(mapping.key).\(name)", beneath: self)
    }

    func complain(_ problem: String, _ remedy: String) {
        book.add(position, key: key, problem, remedy)
    }

    /// Notes the keys that a mapping was asked for.
    func noteAsked(_ keys: [String]) { book.noteAsked(keys, of: key) }

    /// Notes what is allowed and worth a second look, in a book of its own.
    func note(_ problem: String, _ remedy: String, in notes: ComplaintBook) {
        notes.add(position, key: key, problem, remedy)
    }

    /// Complains of a value that was read before, or of a part of it.
    func complain(_ flaw: ScalarFlaw, of text: String) {
        let subject = isSecret ? "the value" : "'\(VisibleText.of(text, limit: 64))'"
        complain("\(subject) \(flaw.problem)", flaw.remedy)
    }

    /// The text as it is written, read by a format.
    func scalar<Value>(_ format: (String) throws(ScalarFlaw) -> Value) -> Value? {
        guard case .scalar(let scalar) = node else {
            complain("expected a text or a number, found \(shape)", "write a single value")
            return nil
        }
        guard !scalar.string.isEmpty else {
            complain("has no value", "write one, or leave the key out")
            return nil
        }

        do throws(ScalarFlaw) {
            return try format(scalar.string)
        } catch {
            complain(error, of: scalar.string)
            return nil
        }
    }

    /// The values of a list that must not be empty.
    func list() -> [YAMLValue]? {
        guard case .sequence(let nodes) = node else {
            complain("expected a list, found \(shape)", "write '[…]', or '- ' before each value")
            return nil
        }
        guard !nodes.isEmpty else {
            complain("is an empty list", "name at least one, or leave the key out")
            return nil
        }

        return nodes.enumerated().map { YAMLValue($1, key: "\(key)[\($0)]", beneath: self) }
    }

    /// The values of a list, each read by a format and none twice, with their places; empty after a complaint.
    func items<Value: Hashable>(_ format: (String) throws(ScalarFlaw) -> Value) -> [Item<Value>] {
        var seen: Set<Value> = []
        return (list() ?? []).compactMap { source in
            guard let value = source.scalar(format) else { return nil }
            guard seen.insert(value).inserted else {
                source.complain("stands twice in the list", "keep one of the two")
                return nil
            }

            return Item(value: value, source: source)
        }
    }

    /// The values of a list, each read by a format and none twice; empty after a complaint.
    func values<Value: Hashable>(_ format: (String) throws(ScalarFlaw) -> Value) -> [Value] {
        items(format).map(\.value)
    }

    /// The entries of a mapping whose keys are names of a format; empty after a complaint.
    func entries(_ format: (String) throws(ScalarFlaw) -> String = NameText.parse) -> [Entry] {
        (pairs() ?? []).compactMap { key, value in
            key.scalar(format).map { Entry(name: $0, key: key, value: value) }
        }
    }

    /// A mapping with fixed keys, read by `body`; keys that it did not ask for are refused.
    ///
    /// `body` asks for all its keys before it leaves: what it has not asked for by then counts as unknown.
    func mapping<Value>(_ body: (inout YAMLMapping) -> Value?) -> Value? {
        guard let pairs = pairs() else { return nil }

        var mapping = YAMLMapping(self, pairs, isSecret: isSecret)
        let value = body(&mapping)
        mapping.refuseLeftovers()
        return value
    }

    private func pairs() -> [(key: YAMLValue, value: YAMLValue)]? {
        guard case .mapping(let pairs) = node else {
            complain(
                "expected a mapping, found \(shape)",
                "write '{key: value}', or 'key: value' on its own line"
            )
            return nil
        }
        guard !pairs.isEmpty else {
            complain("is an empty mapping", "write at least one key, or leave it out")
            return nil
        }

        return pairs.map { pair in
            let name = isSecret ? "" : VisibleText.of(pair.key.scalar?.string ?? "", limit: 64)
            let path = [key, name].filter { !$0.isEmpty }.joined(separator: ".")
            return (
                YAMLValue(pair.key, key: path, beneath: self), YAMLValue(pair.value, key: path, beneath: self)
            )
        }
    }
}
