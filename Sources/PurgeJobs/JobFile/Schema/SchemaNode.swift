/// One schema, or a part of one, put together from keywords of JSON Schema 2020-12.
struct SchemaNode: Sendable {
    /// One key of a mapping.
    struct Key: Sendable {
        let name: String
        let isRequired: Bool
        let node: SchemaNode

        static func required(_ name: String, _ description: String, _ node: SchemaNode) -> Self {
            Self(name: name, isRequired: true, node: node.described(description))
        }

        static func optional(_ name: String, _ description: String, _ node: SchemaNode) -> Self {
            Self(name: name, isRequired: false, node: node.described(description))
        }
    }

    private(set) var members: [SchemaValue.Member]

    var value: SchemaValue { .mapping(members) }

    init(_ members: KeyValuePairs<String, SchemaValue>) {
        self.members = members.map { .init(name: $0.key, value: $0.value) }
    }

    /// A mapping with fixed keys, at least one of them, and no others: as `YAMLValue.mapping` reads it.
    static func mapping(_ keys: [Key]) -> Self {
        var node = Self(["type": .text("object")])
        let required = keys.filter(\.isRequired).map { SchemaValue.text($0.name) }
        if !required.isEmpty { node = node.with("required", .list(required)) }
        return
            node
            .with("properties", .mapping(keys.map { .init(name: $0.name, value: $0.node.value) }))
            .with("additionalProperties", .answer(false))
            .with("minProperties", .whole(1))
    }

    /// A mapping whose keys are names that the file chooses: as `YAMLValue.entries` reads it.
    static func named(_ values: Self, names: Self = SchemaFormat.name) -> Self {
        Self([
            "type": .text("object"),
            "propertyNames": names.value,
            "additionalProperties": values.value,
            "minProperties": .whole(1),
        ])
    }

    /// A list that is not empty: as `YAMLValue.list` reads it.
    static func list(_ items: Self) -> Self {
        Self(["type": .text("array"), "minItems": .whole(1), "items": items.value])
    }

    /// A list of values, none of them twice: as `YAMLValue.values` reads it.
    static func distinct(_ items: Self) -> Self { list(items).with("uniqueItems", .answer(true)) }

    static func choice(_ words: [String]) -> Self { Self(["enum": .list(words.map { .text($0) })]) }

    static func any(of nodes: [Self]) -> Self { Self(["anyOf": .list(nodes.map(\.value))]) }

    /// With a keyword more.
    func with(_ keyword: String, _ value: SchemaValue) -> Self {
        var copy = self
        copy.members.append(.init(name: keyword, value: value))
        return copy
    }

    /// With what editors show, first.
    func described(_ text: String) -> Self {
        var copy = self
        copy.members.insert(.init(name: "description", value: .text(text)), at: 0)
        return copy
    }

    func standard(_ value: SchemaValue) -> Self { with("default", value) }

    /// Where one of the keys stands, none of the others may.
    func excluding(_ others: [String], beside key: String) -> Self {
        let refused = others.map { SchemaValue.Member(name: $0, value: .answer(false)) }
        let properties = SchemaValue.mapping([.init(name: "properties", value: .mapping(refused))])
        return with("dependentSchemas", .mapping([.init(name: key, value: properties)]))
    }

    /// With exactly one of the keys.
    func withOne(of keys: [String]) -> Self {
        with("oneOf", .list(keys.map { Self(["required": .list([.text($0)])]).value }))
    }

    /// Mappings of which a key has one of the words.
    static func whose(_ key: String, is words: [String]) -> Self {
        Self([
            "required": .list([.text(key)]),
            "properties": .mapping([.init(name: key, value: choice(words).value)]),
        ])
    }

    /// Where `key` has one of the words, the properties are held against further schemas.
    static func when(
        _ key: String,
        is words: [String],
        then properties: KeyValuePairs<String, SchemaValue>,
        else others: KeyValuePairs<String, SchemaValue> = [:]
    ) -> SchemaValue {
        var rule: [SchemaValue.Member] = [.init(name: "if", value: whose(key, is: words).value)]
        for (keyword, properties) in [("then", properties), ("else", others)] where !properties.isEmpty {
            let node = Self(["properties": Self(properties).value])
            rule.append(.init(name: keyword, value: node.value))
        }
        return .mapping(rule)
    }
}
