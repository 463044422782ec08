/// What an inventory of the kind `http` has beside what all have.
enum APISchema {
    /// The keys that no other kind takes.
    static let keys: [SchemaNode.Key] = [
        .optional("url", "Of http: what to ask for, without what 'pages' and 'size' add. No secret.", url),
        .optional(
            "address",
            "Of http: host:port to connect to in place of where DNS leads.",
            SchemaFormat.address
        ),
        .optional("credential", "Of http: a header that carries a credential.", SiteSchema.credential),
        .optional(
            "oauth",
            "Of http: a token endpoint (OAuth 2, client credentials), in place of 'credential'.",
            grant
        ),
        .optional(
            "headers",
            "Of http: further headers, none of them a secret.",
            .named(headerValue, names: SchemaFormat.header)
        ),
        .optional(
            "rows",
            "Of http: the field with the array of rows, its path with dots. Without it, the answer itself.",
            SchemaFormat.field
        ),
        .optional("pages", "Of http: how one page leads to the next.", pages),
        .optional("size", "Of http: the parameter that says how many rows a page has.", size),
        .optional("rate", "Of http: requests a second. Without it as many as it answers.", SchemaFormat.rate),
        .optional(
            "reset",
            "Of http: the header that says when a limit ends, beside Retry-After: Ratelimit-Reset.",
            SchemaFormat.header
        ),
        .optional(
            "lookup",
            "Of http: how single clips are asked for, so that an emergency need not walk.",
            lookup
        ),
    ]

    /// `APIText.url`.
    private static let url = SchemaFormat.text("^https?://[!-~]+$", longest: TemplateText.maximumLength)
    /// `APIText.parameter`.
    private static let parameter = SchemaFormat.text("^[A-Za-z0-9._~\\[\\]$-]{1,64}$")
    private static let headerValue = SchemaNode([
        "type": .list([.text("string"), .text("number"), .text("boolean")]),
        "pattern": .text("^[!-~]([ -~]{0,254}[!-~])?$"),
    ])

    private static let grant = SchemaNode.mapping([
        .required("url", "The token endpoint.", url),
        .optional("address", "host:port to connect to in place of where DNS leads.", SchemaFormat.address),
        .required("client", "The client's id.", SchemaFormat.text("^[!-~]{1,256}$")),
        .required("secret", "Where its secret is.", SiteSchema.secret([])),
        .optional("scope", "What the token is to allow.", SchemaFormat.text("^[!-~]([ -~]{0,254}[!-~])?$")),
        .optional(
            "send",
            "How id and secret are sent: basic (a header) or form (client_id and client_secret, as Twitch has it).",
            .choice(TokenGrant.Style.allCases.map(\.rawValue)).standard(
                .text(TokenGrant.Style.basic.rawValue)
            )
        ),
    ])

    private static let pages = SchemaNode.mapping([
        .required(
            "by",
            "cursor, pageToken: a field of the page that a parameter carries. offset: rows are counted. link: the header Link. "
                + "none: there is one page.",
            .choice(["cursor", "pageToken", "offset", "link", "none"])
        ),
        .optional(
            "next",
            "The field with the cursor, its path with dots. Of pageToken nextPageToken without it.",
            SchemaFormat.field
        ),
        .optional(
            "parameter",
            "The parameter that carries it. Without it pageToken, or offset.",
            parameter
        ),
        .optional(
            "total",
            "Of offset: the field that says how many rows there are in all.",
            SchemaFormat.field
        ),
    ])
    .with("allOf", .list(pageRules))

    private static let pageRules: [SchemaValue] = [
        SchemaNode([
            "if": SchemaNode.whose("by", is: ["cursor"]).value,
            "then": SchemaNode(["required": .list([.text("next"), .text("parameter")])]).value,
        ]).value,
        SchemaNode.when("by", is: ["cursor", "pageToken"], then: ["total": .answer(false)]),
        SchemaNode.when("by", is: ["offset"], then: ["next": .answer(false)]),
        SchemaNode.when(
            "by",
            is: ["link", "none"],
            then: ["next": .answer(false), "parameter": .answer(false), "total": .answer(false)]
        ),
    ]

    private static let size = SchemaNode.mapping([
        .required("parameter", "The parameter's name.", parameter),
        .required("rows", "How many.", SchemaFormat.whole(1...10_000)),
    ])

    private static let lookup = SchemaNode.mapping([
        .required("url", "What to ask for, without the ids. At the same address.", url),
        .required("parameter", "The parameter that carries an id; it is repeated for each.", parameter),
        .optional("most", "The most ids of one request.", SchemaFormat.whole(1...1000).standard(.whole(1))),
    ])
}
