/// One of a site's `stores`.
enum StoreSchema {
    static let store = SchemaNode.mapping(
        [
            .required(
                "kind",
                "A tree of files, a table of a database, or an API that is described here.",
                .choice(["fileTree", "sqlite", "http"])
            )
        ]
            + ofTrees + ofTables + ofAPIs
    )
    .with(
        "allOf",
        .list([
            only("fileTree", has: ["root", "quarantine"], lacks: ofTables + ofAPIs),
            only("sqlite", has: ["file", "table", "key", "flag"], lacks: ofTrees + ofAPIs),
            only("http", has: ["lookup"], lacks: ofTrees + ofTables),
        ])
    )

    private static let ofTrees: [SchemaNode.Key] = [
        .optional("root", "Of a tree: the folder that is served.", SchemaFormat.path),
        .optional(
            "quarantine",
            "Of a tree: where disabled files are moved: outside the root, on the same file system, served by nobody.",
            SchemaFormat.path
        ),
        .optional(
            "preservation",
            "Of a tree: where bytes are put aside for holds that ask for it: outside both, for Purge's account alone (0700).",
            SchemaFormat.path
        ),
    ]

    private static let ofTables: [SchemaNode.Key] = [
        .optional("file", "Of a table: the database, which others may be writing.", SchemaFormat.path),
        .optional("table", "Of a table: its name.", SchemaFormat.field),
        .optional("key", "Of a table: the unique column that holds an object's key.", SchemaFormat.field),
        .optional("flag", "Of a table: the column that says whether a row is published.", flag),
        .optional(
            "evidence",
            "Of a table: columns whose values tell a row from another that takes its place.",
            .distinct(SchemaFormat.field)
        ),
    ]

    private static let flag = SchemaNode.mapping([
        .required("column", "Its name.", SchemaFormat.field),
        .optional(
            "type",
            "What it holds.",
            SchemaNode.choice(["integer", "text"]).standard(.text("integer"))
        ),
        .required("published", "The value of what is published.", SchemaNode([:])),
        .required("hidden", "The value of what is hidden.", SchemaNode([:])),
    ])
    .with(
        "allOf",
        .list([
            SchemaNode.when(
                "type",
                is: ["text"],
                then: ["published": value.value, "hidden": value.value],
                else: ["published": number.value, "hidden": number.value]
            )
        ])
    )

    private static let number = SchemaFormat.whole(0...SiteReader.largestFlag)

    private static let ofAPIs: [SchemaNode.Key] = [
        .optional("address", "host:port to connect to in place of where DNS leads.", SchemaFormat.address),
        .optional("rate", "Requests a second. Without it as many as it answers.", SchemaFormat.rate),
        .optional(
            "concurrency",
            "Requests in flight.",
            SchemaFormat.whole(1...1024).standard(.whole(StoreSettings.standardConcurrency))
        ),
        .optional("credential", "What it wants to see.", SiteSchema.credential),
        .optional(
            "keyHeader",
            "The header that carries the idempotency key.",
            SchemaFormat.header.standard(.text(HTTPRevoker.standardKeyField))
        ),
        .optional(
            "lookup",
            "How an object is asked for, by GET, and where in the answer it is told.",
            lookup
        ),
        .optional("disable", "How an object is made to be refused.", effect),
        .optional("restore", "How that is taken back.", effect),
        .optional("delete", "How its bytes are destroyed.", effect),
        .optional("poll", "How what it promised is looked after.", poll),
    ]

    private static let lookup = SchemaNode.mapping([
        .required("url", "Absolute, with {key} in path or query unless a header has it.", url),
        .optional("headers", "Further headers, which may name {key}.", headers(["key"])),
        .optional(
            "there",
            "Statuses that say that it is there and served.",
            SchemaNode.distinct(RevokerSchema.success).standard(.list([.whole(200)]))
        ),
        .optional("hidden", "Statuses that say that it is held, and refused to everybody.", .distinct(away)),
        .optional(
            "gone",
            "Statuses that say that it is not held.",
            SchemaNode.distinct(away).standard(.list([.whole(404), .whole(410)]))
        ),
        .optional(
            "state",
            "Where a status of 'there' leaves it open: the values that say so.",
            values(["there", "hidden", "gone"])
        ),
        .required(
            "identity",
            "Where the object's own identity stands: a header such as ETag, or a JSON Pointer.",
            place
        ),
        .optional("size", "Where its length in bytes stands.", place),
    ])

    private static let effect = SchemaNode.mapping([
        .required("method", "How it is asked.", .choice(StoreRequest.methods.map(\.rawValue))),
        .required("url", "Absolute, on the lookup's server, with {key}, {identity} and {stepKey}.", url),
        .optional("headers", "Further headers, which may name them.", headers(StoreURL.holes)),
        .optional(
            "body",
            "What is sent; holes only in strings of JSON or in a form.",
            SchemaFormat.text("^", longest: EndpointText.maximumBody).with("minLength", .whole(1))
        ),
        .optional("contentType", "The body's type.", RevokerSchema.contentType),
        .required("done", "Statuses that say done.", .distinct(RevokerSchema.success)),
        .optional(
            "already",
            "Statuses that say that it was as asked before.",
            .distinct(RevokerSchema.already)
        ),
        .optional("gone", "Statuses that say that nothing is there.", .distinct(RevokerSchema.already)),
        .optional(
            "pending",
            "Statuses that promise it. Every other one is a refusal.",
            .distinct(RevokerSchema.success)
        ),
        .optional(
            "result",
            "Where a status of 'done' leaves it open: the values that say so.",
            values(["done", "already", "gone", "pending"])
        ),
    ])
    .with("dependentRequired", RevokerSchema.bodyAndType)

    private static let poll = SchemaNode.mapping([
        .required(
            "url",
            "Where a promise says where to ask: a header such as Location, or a JSON Pointer.",
            place
        ),
        .optional(
            "interval",
            "Between two looks, where nothing else is asked for; 100ms to 1h.",
            SchemaFormat.duration(PromiseTerms.standard.interval)
        ),
        .optional(
            "deadline",
            "After it a person has to look; 1s to 7d.",
            SchemaFormat.duration(PromiseTerms.standard.deadline)
        ),
        .optional(
            "done",
            "Statuses that say that it was done.",
            SchemaNode.distinct(RevokerSchema.success).standard(.list([.whole(200)]))
        ),
        .optional("pending", "Statuses that say not yet.", .distinct(RevokerSchema.success)),
        .optional("failed", "Statuses that say that it will not be.", .distinct(RevokerSchema.already)),
        .optional(
            "state",
            "Where a status of 'done' leaves it open: the values that say so.",
            values(["done", "pending", "failed"])
        ),
    ])

    private static let url = SchemaFormat.text("^https?://[!-~]+$", longest: TemplateText.maximumLength)
    /// `AnswerText.place`.
    private static let place = SchemaFormat.text(
        "^((/([!-}]|~[01])*)|[!#-'*+\\-.0-9A-Z^-z|~]+)$",
        longest: AnswerText.longestPlace
    )
    /// `AnswerText.away`.
    private static let away = SchemaNode([
        "enum": .list((100...599).filter(EndpointStatuses.mayBeAway).map { .whole($0) })
    ])

    /// `AnswerText.value`; YAML takes words such as `true`, and digits, for something else.
    private static let value = SchemaNode([
        "type": .list([.text("string"), .text("number"), .text("boolean")]), "minLength": .whole(1),
        "maxLength": .whole(AnswerText.longestValue),
    ])

    private static func values(_ names: [String]) -> SchemaNode {
        SchemaNode.mapping(
            [.required("at", "Where the value stands: a header, or a JSON Pointer.", place)]
                + names.enumerated().map { index, name in
                    let text = "Values that say '\(name)'."
                    return index == 0
                        ? .required(name, text, .distinct(value)) : .optional(name, text, .distinct(value))
                }
        )
    }

    private static func headers(_ holes: [String]) -> SchemaNode {
        SchemaNode.named(
            SchemaNode([
                "type": .list([.text("string"), .text("number"), .text("boolean")]),
                "pattern": .text(
                    "^(?=([^{}]|\\{(\(holes.joined(separator: "|")))\\})+$)[!-~]([ -~]{0,254}[!-~])?$"
                ),
            ]),
            names: SchemaFormat.header
        )
    }

    private static func only(_ kind: String, has: [String], lacks: [SchemaNode.Key]) -> SchemaValue {
        let refused = lacks.map { SchemaValue.Member(name: $0.name, value: .answer(false)) }
        return SchemaNode([
            "if": SchemaNode.whose("kind", is: [kind]).value,
            "then": SchemaNode([
                "required": .list(has.map { .text($0) }), "properties": .mapping(refused),
            ]).value,
        ]).value
    }
}
