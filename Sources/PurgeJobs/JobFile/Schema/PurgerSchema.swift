/// The `purge` of a cache of the kind `http`.
enum PurgerSchema {
    private static let holes = LinkHoles.names.joined(separator: "|")

    static let purge = SchemaNode.mapping([
        .required("method", "How it is asked.", .choice(HTTPPurger.methods.map(\.rawValue))),
        .required(
            "url",
            "{url} for the link itself, a path of its host such as /purge{path}{query}, or an absolute URL.",
            SchemaFormat.text(
                "^(\\{url\\}|(/|https?://)([!-z|~]|\\{(\(holes))\\})+)$",
                longest: TemplateText.maximumLength
            )
        ),
        .optional(
            "at",
            "By node, the host:port at which it is asked, where that is not the one at which it serves.",
            .named(SchemaFormat.address)
        ),
        .optional(
            "headers",
            "Further headers, which may name the link; a secret goes into 'credential'.",
            .named(
                SchemaNode([
                    "type": .list([.text("string"), .text("number"), .text("boolean")]),
                    "pattern": .text("^(?=([^{}]|\\{(\(holes))\\})+$)[!-~]([ -~]{0,254}[!-~])?$"),
                ]),
                names: SchemaFormat.header
            )
        ),
        .optional(
            "body",
            "What is sent; holes only in strings of JSON or in a form.",
            SchemaFormat.text("^", longest: EndpointText.maximumBody).with("minLength", .whole(1))
        ),
        .optional("contentType", "The body's type.", RevokerSchema.contentType),
        .required("done", "Statuses that say purged.", .distinct(RevokerSchema.success)),
        .optional(
            "notCached",
            "Statuses that say that there was nothing to purge.",
            .distinct(RevokerSchema.already)
        ),
        .optional(
            "accepted",
            "Statuses that promise it. Every other one is a refusal.",
            .distinct(RevokerSchema.success)
        ),
        .optional(
            "words",
            "What the body of an answer must have for 'done' and 'accepted' to be believed.",
            SchemaFormat.text("^", longest: 256).with("minLength", .whole(1))
        ),
    ])
    .with("dependentRequired", RevokerSchema.bodyAndType)
}
