// Rules: what is meant by what inventories say of clips.
extension JobReader {
    /// A rule, and where it stands.
    struct Rule {
        let rule: ClipRule
        let when: YAMLValue
    }

    /// The rules in the order of the file, without those that are refused.
    func rules(_ values: [YAMLValue], beside lists: Set<String>) -> [Rule] {
        var names = lists
        return values.compactMap { value in value.mapping { rule(&$0, &names) } }
    }

    private func rule(_ keys: inout YAMLMapping, _ names: inout Set<String>) -> Rule? {
        let name = keys.required("name")
        let nameText = name?.scalar(NameText.parse)
        if let nameText, !names.insert(nameText).inserted {
            name?.complain("another rule or list has the name '\(nameText)'", "choose another name")
        }
        let category = keys.required("category")?.scalar(NameText.parse)
        let version = keys.required("version")?.scalar(NumberText.whole(1...1_000_000_000))
        let when = keys.required("when")
        let condition = when.flatMap { readCondition($0, depth: 1) }
        guard let nameText, let category, let version, let when, let condition else { return nil }

        guard condition.isNarrowing else {
            when.complain(
                "narrows nothing: a way to meet it asks for nothing that a clip has to have",
                "ask there for a channel, creator, video, time, views, language or title; 'not' alone is no rule"
            )
            return nil
        }

        let rule = ClipRule(name: nameText, category: category, version: version, condition: condition)
        return Rule(rule: rule, when: when)
    }

    /// Deeper ones nobody understands.
    private static let deepest = 8

    /// What all keys of a mapping ask for together.
    private func readCondition(_ value: YAMLValue, depth: Int) -> ClipCondition? {
        guard depth <= Self.deepest else {
            value.complain("is nested more than \(Self.deepest) levels deep", "write it as several rules")
            return nil
        }

        return value.mapping { keys in
            let parts = [
                group(keys.optional("all"), depth) { .all($0) },
                group(keys.optional("any"), depth) { .any($0) },
                keys.optional("not").map { readCondition($0, depth: depth + 1).map { .not($0) } },
                Self.names(keys.optional("channel"), RowText.name) { .channel($0) },
                Self.names(keys.optional("creator"), RowText.name) { .creator($0) },
                Self.names(keys.optional("video"), RowText.name) { .video($0) },
                Self.names(keys.optional("language"), RowText.language) { .language($0) },
                keys.optional("created").map { $0.mapping { Self.window(&$0) } },
                keys.optional("views").map { $0.mapping { Self.views(&$0) } },
                keys.optional("title").map(Self.title),
            ]
            let asked = parts.compactMap(\.self)
            let read = asked.compactMap(\.self)
            guard !read.isEmpty, read.count == asked.count else { return nil }

            return read.count == 1 ? read[0] : .all(read)
        }
    }

    private func group(
        _ value: YAMLValue?,
        _ depth: Int,
        _ make: ([ClipCondition]) -> ClipCondition
    ) -> ClipCondition?? {
        value.map { value in
            let values = value.list() ?? []
            let parts = values.compactMap { readCondition($0, depth: depth + 1) }
            return values.isEmpty || parts.count < values.count ? nil : make(parts)
        }
    }

    private static func names(
        _ value: YAMLValue?,
        _ format: (String) throws(ScalarFlaw) -> [UInt8],
        _ make: (Set<[UInt8]>) -> ClipCondition
    ) -> ClipCondition?? {
        value.map { value in
            let names = value.values(format)
            return names.isEmpty ? nil : make(Set(names))
        }
    }

    private static func window(_ keys: inout YAMLMapping) -> ClipCondition? {
        let after = keys.optional("after").map { $0.scalar(RowText.time) }
        let before = keys.optional("before").map { $0.scalar(RowText.time) }
        if case .some(.none) = after { return nil }
        if case .some(.none) = before { return nil }
        guard let window = ClipCondition.Window(after: after ?? nil, before: before ?? nil) else {
            keys.complain("is a time without a moment in it", "write 'after' and, later than it, 'before'")
            return nil
        }

        return .created(window)
    }

    private static func views(_ keys: inout YAMLMapping) -> ClipCondition? {
        let number = NumberText.whole(0...999_999_999_999_999_999)
        let least = keys.optional("atLeast").map { $0.scalar(number) }
        let most = keys.optional("atMost").map { $0.scalar(number) }
        if case .some(.none) = least { return nil }
        if case .some(.none) = most { return nil }
        let (lower, upper) = (Int64((least ?? nil) ?? 0), (most ?? nil).map(Int64.init) ?? .max)
        guard lower <= upper else {
            keys.complain("asks for more than it lets pass", "write 'atLeast' and, not below it, 'atMost'")
            return nil
        }

        return .views(lower...upper)
    }

    private static func title(_ value: YAMLValue) -> ClipCondition? {
        let patterns = value.values(RowText.title)
        guard let first = patterns.first else { return nil }

        return patterns.count == 1 ? .title(first) : .any(patterns.map { .title($0) })
    }

    /// Refuses rules that ask for what no inventory says: they could never be met.
    func requireSubjects(of rules: [Rule], in inventories: [InventoryJob]) {
        let fields = inventories.compactMap(\.fields)
        for rule in rules {
            let subjects = rule.rule.condition.subjects
            for subject in ClipCondition.Subject.allCases where subjects.contains(subject) {
                guard !fields.contains(where: { Self.field(of: subject, in: $0) != nil }) else { continue }

                rule.when.complain(
                    "no inventory says the '\(subject.rawValue)' of a clip",
                    "add '\(subject.rawValue)' to the 'fields' of one"
                )
            }
        }
    }

    private static func field(of subject: ClipCondition.Subject, in fields: InventoryFields) -> String? {
        switch subject {
        case .channel: fields.channel
        case .creator: fields.creator
        case .video: fields.footage.video
        case .created: fields.traits.created
        case .views: fields.views
        case .language: fields.traits.language
        case .title: fields.traits.title
        }
    }
}
