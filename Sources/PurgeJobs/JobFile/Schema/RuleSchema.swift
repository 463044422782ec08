/// What `JobReader.rules` takes.
enum RuleSchema {
    static let rule = SchemaNode.mapping([
        .required("name", "The rule's name, once in the job, and no list's.", SchemaFormat.name),
        .required("category", "What its clips are taken down as.", SchemaFormat.name),
        .required(
            "version",
            "Raised with each change of the rule: a withdrawal is of one version.",
            SchemaFormat.whole(1...1_000_000_000)
        ),
        .required(
            "when",
            "What a clip's row has to say; all keys together. What a row does not say meets nothing, nor its 'not'.",
            condition
        ),
    ])

    /// What conditions within conditions refer to.
    static let definitions = SchemaValue.mapping([.init(name: "condition", value: condition.value)])

    private static let inner = SchemaNode(["$ref": .text("#/$defs/condition")])

    private static let condition = SchemaNode.mapping([
        .optional("all", "Every one of these.", .list(inner)),
        .optional("any", "One of these, or more.", .list(inner)),
        .optional("not", "Told, and not so.", inner),
        .optional("channel", "One of these channels, byte for byte.", .distinct(SchemaFormat.rowName)),
        .optional("creator", "One of these accounts, byte for byte.", .distinct(SchemaFormat.rowName)),
        .optional("video", "One of these videos, byte for byte.", .distinct(SchemaFormat.rowName)),
        .optional(
            "created",
            "When it was cut: from 'after' on, and before 'before'.",
            .mapping([
                .optional("after", "The first moment that counts, with its zone.", SchemaFormat.time),
                .optional(
                    "before",
                    "The first moment that counts no more, with its zone.",
                    SchemaFormat.time
                ),
            ])
        ),
        .optional(
            "views",
            "How often it was seen.",
            .mapping([
                .optional("atLeast", "So often, or more.", SchemaFormat.whole(0...999_999_999_999_999_999)),
                .optional("atMost", "So often, or less.", SchemaFormat.whole(0...999_999_999_999_999_999)),
            ])
        ),
        .optional("language", "One of these tags, in any case.", .distinct(SchemaFormat.language)),
        .optional(
            "title",
            "One of these patterns for whole titles: '*' is anything, '?' any one character, in any case. For people alone.",
            .distinct(SchemaFormat.titlePattern)
        ),
    ])
}
