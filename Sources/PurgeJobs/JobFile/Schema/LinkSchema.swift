/// One of a site's `families`.
enum LinkSchema {
    static let family = SchemaNode.mapping([
        .required(
            "hosts",
            "host or host:port, as they stand in published URLs.",
            .distinct(SchemaFormat.host)
        ),
        .optional(
            "schemes",
            "The schemes under which they are published.",
            .distinct(.choice(LinkFamily.Scheme.allCases.map(\.rawValue))).standard(.list([.text("https")]))
        ),
        .optional("path", "The path, with {id} and variables.", SchemaFormat.template),
        .optional(
            "field",
            "The inventory's field that holds the URL, where it cannot be derived.",
            SchemaFormat.field
        ),
        .optional(
            "variables",
            "Names and values of the variables: qualities, sizes.",
            .named(.distinct(SchemaFormat.variableValue), names: SchemaFormat.variable)
        ),
        .optional(
            "queries",
            "Query strings, with '?', under which caches know the link beside the bare one.",
            .distinct(SchemaFormat.query)
        ),
        .optional(
            "object",
            "store:key, the object whose bytes the family serves, with {id}; or a list, where several nodes keep them.",
            .any(of: [SchemaFormat.object, .distinct(SchemaFormat.object)])
        ),
        .optional("dark", "What counts as dark for it beside 404, 410 and 451.", .distinct(darkRule)),
        .optional("probe", "How its links are asked for beside the plain request.", probe),
        .optional("mint", "For links that work only freshly signed.", mint),
    ])
    .withOne(of: ["path", "field"])
    .excluding(["schemes", "queries"], beside: "field")

    private static let darkRule = SchemaNode.any(of: [
        SchemaFormat.whole(400...499).with(
            "not",
            SchemaNode(["enum": .list(SiteReader.neverDark.sorted().map { .whole($0) })]).value
        ),
        SchemaNode.mapping([
            .optional(
                "redirect",
                "A Location that says that the clip is gone, byte for byte, with {id}.",
                SchemaFormat.redirect
            ),
            .optional("placeholder", "What is served with success in a clip's place.", placeholder),
        ])
        .withOne(of: ["redirect", "placeholder"]),
    ])

    private static let placeholder = SchemaNode.mapping([
        .optional("etag", "Its ETag, with its quotes.", SchemaFormat.entityTag),
        .optional("sha256", "What 'head -c 1024 FILE | sha256sum' prints.", SchemaFormat.digest),
        .optional("length", "Its length in bytes.", SchemaFormat.whole(1...1_000_000_000_000)),
        .optional("type", "Its Content-Type.", SchemaFormat.headerValue),
    ])
    .withOne(of: ["etag", "sha256", "length"])
    .with("dependentRequired", SchemaNode(["length": .list([.text("type")])]).value)
    .excluding(["etag", "sha256"], beside: "type")

    private static let probe = SchemaNode.mapping([
        .required(
            "variants",
            "Header sets, by name, under which caches keep copies apart: dark only if dark in all of them.",
            SchemaNode.named(.named(SchemaFormat.headerValue, names: variantHeader))
                .with("maxProperties", .whole(SiteReader.maximumProbeVariants))
        )
    ])

    private static let variantHeader = SchemaNode.any(of: [
        .choice(HeaderText.variants), SchemaFormat.text(SchemaFormat.caseless(HeaderText.variants)),
    ])

    private static let mint = SchemaNode.mapping([
        .required(
            "form",
            "How it is signed; secureLinkMD5 is nginx's secure_link_md5.",
            .choice(LinkMint.Form.allCases.map(\.rawValue))
        ),
        .required(
            "message",
            "What is signed: {expires}, {path} as published or {uri} decoded, and {key} for secureLinkMD5 alone.",
            SchemaFormat.message
        ),
        .required("signature", "The query's parameter for the signature.", SchemaFormat.variable),
        .required("expires", "The query's parameter for when it ends.", SchemaFormat.variable),
        .optional(
            "lifetime",
            "How long a signature is good for, 10s to 1d.",
            SchemaFormat.duration(SiteReader.standardMintLifetime)
        ),
        .required("key", "Where the key is.", SiteSchema.secret([])),
    ])
    .with("allOf", .list([keyInMessage]))

    /// Only the message of `secureLinkMD5` has the key in it.
    private static let keyInMessage = SchemaNode.when(
        "form",
        is: [LinkMint.Form.secureLinkMD5.rawValue],
        then: ["message": SchemaNode(["pattern": .text("\\{key\\}")]).value],
        else: ["message": SchemaNode(["pattern": .text("^(?!.*\\{key\\})")]).value]
    )
}
