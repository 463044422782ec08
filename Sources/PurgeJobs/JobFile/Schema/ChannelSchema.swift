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
        .optional(
            "secret",
            "Of a webhook: where its key is kept. Of a mail server: where its password is.",
            SiteSchema.secret([])
        ),
        .optional("host", "Of a chat: the host that its URL may lead to.", SchemaFormat.host),
        .optional("address", "host:port to connect to in place of where DNS leads.", SchemaFormat.address),
        .optional(
            "program",
            "Of mail: a program by its absolute path that takes it as sendmail does, and its arguments.",
            SchemaNode.distinct(SchemaFormat.argument)
                .with("prefixItems", .list([SchemaFormat.text("^/[^\\x00]*$").value]))
        ),
        .optional(
            "server",
            "Of mail: host:port of the server that takes it, in place of a program.",
            SchemaFormat.address
        ),
        .optional(
            "security",
            "Of a mail server: startTLS, tls from the first byte on, or none, within your own network alone.",
            .choice(MailServer.Security.allCases.map(\.rawValue)).standard(.text("startTLS"))
        ),
        .optional("user", "Of a mail server: whose password 'secret' holds.", SchemaFormat.argument),
        .optional("from", "Of mail: the sender.", mailAddress),
        .optional("to", "Of mail: who gets it.", .distinct(mailAddress)),
    ])
    .with(
        "allOf",
        .list([
            only(
                "webhook",
                has: ["url", "secret"],
                lacks: ["host"] + ofMail,
                urlType: "string"
            ),
            only(
                "slack",
                has: ["host", "url"],
                lacks: ["secret"] + ofMail,
                urlType: "object"
            ),
            only("mail", has: ["from", "to"], lacks: ["url", "host"]),
            ofServer,
        ])
    )

    private static let ofMail = ["program", "server", "security", "user", "from", "to"]

    /// A mail has a program or a server, and what goes with a server goes with nothing else.
    private static let ofServer: SchemaValue = {
        let alone = ["server", "security", "user", "secret", "address"]
            .map { SchemaValue.Member(name: $0, value: .answer(false)) }
        let program = SchemaNode(["required": .list([.text("program")]), "properties": .mapping(alone)])
        let server = SchemaNode([
            "required": .list([.text("server")]),
            "properties": .mapping([.init(name: "program", value: .answer(false))]),
            "dependentRequired": .mapping([
                .init(name: "user", value: .list([.text("secret")])),
                .init(name: "secret", value: .list([.text("user")])),
            ]),
        ])
        return .mapping([
            .init(name: "if", value: SchemaNode.whose("kind", is: ["mail"]).value),
            .init(name: "then", value: SchemaNode(["oneOf": .list([program.value, server.value])]).value),
        ])
    }()

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
