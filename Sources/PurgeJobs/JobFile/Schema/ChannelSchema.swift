/// One of a site's `notifications`.
enum ChannelSchema {
    static let channel = SchemaNode.mapping([
        .required("kind", "How people are told.", .choice(["webhook", "slack", "mail"])),
        .optional(
            "events",
            "Of what they are told. Without it of everything that is severe enough.",
            .distinct(events)
        ),
        .optional(
            "severity",
            "From how severe on. Without it from warning on, or of all events that are named.",
            .choice(NoticeKind.Severity.allCases.map(\.rawValue))
        ),
        .optional(
            "url",
            "Of a webhook: where to. Of a chat: where the URL is kept, which is a secret.",
            .any(of: [webURL, SiteSchema.secret([])])
        ),
        .optional("secret", "Of a webhook: where its key is kept.", SiteSchema.secret([])),
        .optional("host", "Of a chat: the host that its URL may lead to.", SchemaFormat.host),
        .optional("address", "host:port to connect to in place of where DNS leads.", SchemaFormat.address),
        .optional(
            "program",
            "Of mail: a program by its absolute path that takes it as sendmail does, and its arguments.",
            SchemaNode.distinct(SchemaFormat.argument)
                .with("prefixItems", .list([SchemaFormat.text("^/[^\\x00]*$").value]))
        ),
        .optional("from", "Of mail: the sender.", mailAddress),
        .optional("to", "Of mail: who gets it.", .distinct(mailAddress)),
    ])
    .with(
        "allOf",
        .list([
            only(
                "webhook",
                has: ["url", "secret"],
                lacks: ["host", "program", "from", "to"],
                urlType: "string"
            ),
            only(
                "slack",
                has: ["host", "url"],
                lacks: ["secret", "program", "from", "to"],
                urlType: "object"
            ),
            only("mail", has: ["program", "from", "to"], lacks: ["url", "secret", "host", "address"]),
        ])
    )

    private static let events = SchemaNode.choice(NoticeKind.allCases.filter { $0 != .test }.map(\.rawValue))
    private static let webURL = SchemaFormat.text("^https?://[!-~]+$", longest: TemplateText.maximumLength)
    private static let mailAddress = SchemaFormat.text(
        "^(?!-)[!#-'*+./0-9=?A-Z^_`a-z{|}~-]+@[!#-'*+./0-9=?A-Z^_`a-z{|}~-]+$",
        longest: 254
    )

    /// What a kind has to have, and what it cannot have.
    private static func only(
        _ kind: String,
        has required: [String],
        lacks others: [String],
        urlType: String? = nil
    ) -> SchemaValue {
        var properties = others.map { SchemaValue.Member(name: $0, value: .answer(false)) }
        if let urlType {
            properties.append(.init(name: "url", value: SchemaNode(["type": .text(urlType)]).value))
        }
        let then = SchemaNode([
            "required": .list(required.map { .text($0) }), "properties": .mapping(properties),
        ])
        return .mapping([
            .init(name: "if", value: SchemaNode.whose("kind", is: [kind]).value),
            .init(name: "then", value: then.value),
        ])
    }
}
