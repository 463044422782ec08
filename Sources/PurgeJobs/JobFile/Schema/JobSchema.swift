/// What `JobReader` takes.
enum JobSchema {
    static let root = SchemaNode.mapping([
        .required("job", "The job's name. A job has one unfinished run at a time.", SchemaFormat.name),
        .required("inventories", "Where the clips are.", .list(inventory)),
        .optional("lists", "What was reported.", .list(list)),
        .optional(
            "rules",
            "What is meant by what inventories say of clips. A rule that asks for titles only shows its clips to people.",
            .list(RuleSchema.rule)
        ),
        .optional(
            "action",
            "What becomes of a clip at its store: disable (can be undone) or delete (its bytes too, later).",
            .choice(["disable", "delete"]).standard(.text("disable"))
        ),
        .optional(
            "deleteAfter",
            "With 'action: delete': how long after the last link went dark the bytes are destroyed, up to 366d.",
            SchemaFormat.duration(TakedownAction.standardDelay)
        ),
        .optional(
            "deleteAfterByCategory",
            "With 'action: delete': the same for categories with a time of their own, such as 0s for \"at once\".",
            .named(SchemaFormat.duration())
        ),
        .optional(
            "block",
            "Whether every deny list of the site refuses the links before anything else is done.",
            SchemaFormat.answer.standard(.answer(false))
        ),
        .optional(
            "relatives",
            "Whether the plan names clips of the same seconds, channel or account for people to look at: a second walk.",
            SchemaFormat.answer.standard(.answer(true))
        ),
        .optional("guard", "What holds a plan back until a person releases it.", guards),
        .optional("verify", "How often is looked, and how long, until links count as dark.", verification),
    ])
    .described("What to match, and what to do with it.")
    .with("allOf", .list(["deleteAfter", "deleteAfterByCategory"].map(onlyDelete)))
    .with("anyOf", .list(["lists", "rules"].map { SchemaNode(["required": .list([.text($0)])]).value }))
    .with("$defs", RuleSchema.definitions)

    /// A key that goes only with 'action: delete'.
    private static func onlyDelete(_ key: String) -> SchemaValue {
        SchemaNode([
            "if": SchemaNode(["required": .list([.text(key)])]).value,
            "then": SchemaNode([
                "required": .list([.text("action")]),
                "properties": SchemaNode(["action": SchemaNode.choice(["delete"]).value]).value,
            ]).value,
        ]).value
    }

    private static let inventory = SchemaNode.mapping(
        [
            .required(
                "kind",
                "jsonLines, csv: files with one row a clip. sqlite: a table. http: an API with pages of JSON. directory: the files "
                    + "of a store. named: the clips that the job's lists name, without a walk.",
                .choice(InventoryFormat.allCases.map(\.rawValue) + ["sqlite", "http", "directory", "named"])
            ),
            .optional(
                "files",
                "Paths or globs, relative to this file, or '-' for standard input. A pattern without a file is an error.",
                .distinct(SchemaFormat.path)
            ),
            .optional("table", "Of sqlite: the table.", SchemaFormat.field),
            .optional(
                "key",
                "Of sqlite: the unique column by which it is walked. Without it, the one that holds the id.",
                SchemaFormat.field
            ),
            .optional(
                "store",
                "Of directory: the store of the site whose files are walked.",
                SchemaFormat.name
            ),
            .optional(
                "families",
                "Of directory: the families whose objects are looked for; all that are in the store without it.",
                .distinct(SchemaFormat.name)
            ),
            .optional(
                "fields",
                "The rows' fields where they are not those of Twitch's Get Clips; nested ones with dots. What is left out is "
                    + "not read.",
                fields
            ),
            .optional(
                "compression",
                "How the files are compressed; without it, as the end of each one's name says: .gz, .zst.",
                .choice(InventoryCompression.allCases.map(\.rawValue))
            ),
            .optional(
                "badRows",
                "The share of rows that are no clip above which nothing is sent.",
                SchemaFormat.share.standard(.text("0.1%"))
            ),
            .optional(
                "freshness",
                "How old a file may be when the plan is sealed, 1s to 366d. Any age without it.",
                SchemaFormat.duration()
            ),
        ] + APISchema.keys
    )
    .with("allOf", .list(inventoryRules))

    /// What goes with which kind.
    private static let inventoryRules: [SchemaValue] = {
        let rest = SchemaNode.when(
            "kind",
            is: ["named"],
            then: [
                "files": .answer(false), "fields": .answer(false), "compression": .answer(false),
                "badRows": .answer(false), "freshness": .answer(false),
            ]
        )
        let named = SchemaNode(["not": SchemaNode(["const": .text(FileInventory.standardInput)]).value])
        let tables = SchemaNode.when(
            "kind",
            is: ["sqlite"],
            then: ["compression": .answer(false), "files": SchemaNode(["items": named.value]).value]
        )
        let noTables = SchemaNode.when(
            "kind",
            is: InventoryFormat.allCases.map(\.rawValue) + ["http", "directory", "named"],
            then: ["table": .answer(false), "key": .answer(false)]
        )
        let table = SchemaNode([
            "if": SchemaNode.whose("kind", is: ["sqlite"]).value,
            "then": SchemaNode(["required": .list([.text("table")])]).value,
        ])
        let files = SchemaNode([
            "if": SchemaNode(["not": SchemaNode.whose("kind", is: ["http", "directory", "named"]).value])
                .value,
            "then": SchemaNode(["required": .list([.text("files")])]).value,
        ])
        let tree = SchemaNode([
            "if": SchemaNode.whose("kind", is: ["directory"]).value,
            "then": SchemaNode([
                "required": .list([.text("store")]),
                "properties": SchemaNode([
                    "files": .answer(false), "fields": .answer(false), "compression": .answer(false),
                    "freshness": .answer(false),
                ]).value,
            ]).value,
            "else": SchemaNode([
                "properties": SchemaNode(["store": .answer(false), "families": .answer(false)]).value
            ]).value,
        ])
        return [rest, tables, noTables, table.value, files.value, tree.value] + apiRules
    }()

    private static let apiRules: [SchemaValue] = {
        let isAPI = SchemaNode.whose("kind", is: ["http"]).value
        let notOfAPIs = SchemaNode([
            "files": .answer(false), "compression": .answer(false), "freshness": .answer(false),
        ])
        let taken = SchemaNode([
            "required": .list([.text("url"), .text("pages")]), "properties": notOfAPIs.value,
        ])
        let others = SchemaNode([
            "properties": .mapping(APISchema.keys.map { .init(name: $0.name, value: .answer(false)) })
        ])
        let oneAccess = SchemaNode([
            "not": SchemaNode(["required": .list([.text("credential"), .text("oauth")])]).value
        ])
        return [
            SchemaNode(["if": isAPI, "then": taken.value, "else": others.value]).value, oneAccess.value,
        ]
    }()

    private static let fields = SchemaNode.mapping(
        [
            .required("id", "The clip's id.", SchemaFormat.field),
            .optional("views", "How often it was seen.", SchemaFormat.field),
            .optional("urls", "Its published URLs.", .distinct(SchemaFormat.field)),
        ]
            + MediaHash.Algorithm.allCases.map {
                .optional($0.rawValue, "The \($0.rawValue) of its bytes.", SchemaFormat.field)
            }
            + [
                .optional("channel", "The channel that it is of.", SchemaFormat.field),
                .optional("creator", "The account that made it.", SchemaFormat.field),
                .optional("video", "The video that it was cut from.", SchemaFormat.field),
                .optional("offset", "Where in the video it begins, in seconds.", SchemaFormat.field),
                .optional("duration", "How long it is, in seconds.", SchemaFormat.field),
                .optional(
                    "created",
                    "When it was cut, as RFC 3339 writes it; for rules.",
                    SchemaFormat.field
                ),
                .optional("language", "The tag of its language; for rules.", SchemaFormat.field),
                .optional("title", "Its title; for rules.", SchemaFormat.field),
            ]
    )

    private static let list = SchemaNode.mapping([
        .required("name", "The list's name, once in the job.", SchemaFormat.name),
        .required(
            "of",
            "What its lines are; targets: ids and URLs side by side.",
            .choice(ListKind.allCases.map(\.rawValue))
        ),
        .required("category", "What its entries were reported as.", SchemaFormat.name),
        .optional("file", "A file with one entry a line, '#' before comments.", SchemaFormat.path),
        .optional(
            "entries",
            "The entries themselves, in place of a file.",
            .distinct(SchemaFormat.entry)
        ),
        .optional(
            "maxAge",
            "How old its file may be, 1s to 366d. Any age without it.",
            SchemaFormat.duration()
        ),
    ])
    .withOne(of: ["file", "entries"])
    .excluding(["maxAge"], beside: "entries")

    private static let guards = SchemaNode.mapping([
        .optional("items", "Hold a plan back that acts on more clips.", count(Guard.standard.items)),
        .optional("share", "Or on a larger share of those walked.", SchemaFormat.share.standard(.text("1%"))),
        .optional("perEntry", "In which one entry matches more clips.", count(Guard.standard.perEntry)),
        .optional("perChannel", "With more clips of one channel.", count(Guard.standard.perChannel)),
        .optional("perCreator", "With more clips by one account.", count(Guard.standard.perCreator)),
        .optional(
            "listGrowth",
            "With a list that has more than so many times the entries of the run before, and listGrowthEntries more; or off.",
            SchemaFormat.switchable(SchemaFormat.whole(1...1000)).standard(.whole(2))
        ),
        .optional("listGrowthEntries", "See listGrowth.", count(Guard.standard.listGrowthEntries)),
        .optional(
            "inventoryEmpty",
            "With an inventory that holds no clip.",
            .choice(["hold", "allow"]).standard(.text("hold"))
        ),
        .optional(
            "inventoryShrink",
            "With an inventory that lost a larger share of its clips; or off.",
            shrink
        ),
        .optional("listShrink", "With a list that lost a larger share of its entries; or off.", shrink),
        .optional(
            "notFound",
            "With a list of which such a share or more is in no inventory; or off.",
            SchemaFormat.switchable(SchemaFormat.share).standard(.text("100%"))
        ),
    ])

    private static let shrink = SchemaFormat.switchable(SchemaFormat.share).standard(.text("20%"))

    private static func count(_ standard: Int) -> SchemaNode {
        SchemaFormat.whole(0...1_000_000_000).standard(.whole(standard))
    }

    private static let verification: SchemaNode = {
        let standard = VerificationPolicy()
        return .mapping([
            .optional(
                "rounds",
                "Rounds that must agree that a link is dark.",
                SchemaFormat.whole(2...10).standard(.whole(standard.rounds))
            ),
            .optional("spacing", "Between two rounds, 1ms to 1h.", SchemaFormat.duration(standard.spacing)),
            .optional(
                "patience",
                "After so long the run ends as settling, and 'purge watch' goes on. Up to 7d.",
                SchemaFormat.duration(standard.patience)
            ),
            .optional(
                "repurge",
                "The first pause before what is lit is purged again, 1ms to 1h; the next ones grow.",
                SchemaFormat.duration(standard.repurge)
            ),
        ])
    }()
}
