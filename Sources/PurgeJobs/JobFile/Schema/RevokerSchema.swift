/// One of a site's `revokers`.
enum RevokerSchema {
    static let revoker = SchemaNode.mapping([
        .required("method", "How it is asked.", .choice(Revocation.methods.map(\.rawValue))),
        .required(
            "url",
            "Absolute, with {id} in path or query unless the body has it. http only to an address that is not public.",
            SchemaFormat.text("^https?://[!-~]+$", longest: TemplateText.maximumLength)
        ),
        .optional("address", "host:port to connect to in place of where DNS leads.", SchemaFormat.address),
        .optional(
            "body",
            "What is sent; {id} only in strings of JSON or in a form.",
            SchemaFormat.text("^", longest: EndpointText.maximumBody).with("minLength", .whole(1))
        ),
        .optional("contentType", "The body's type.", contentType),
        .optional(
            "keyHeader",
            "The header that carries the idempotency key.",
            SchemaFormat.header.standard(.text(HTTPRevoker.standardKeyField))
        ),
        .optional("done", "Statuses that say revoked.", statuses(success, EndpointStatuses.standard.done)),
        .optional(
            "already",
            "Statuses that say that there is nothing to revoke.",
            statuses(already, EndpointStatuses.standard.already)
        ),
        .optional(
            "pending",
            "Statuses that promise it. Every other one is a refusal.",
            statuses(success, EndpointStatuses.standard.pending)
        ),
        .optional("rate", "Requests a second. Without it as many as it answers.", SchemaFormat.rate),
        .optional(
            "concurrency",
            "Requests in flight.",
            SchemaFormat.whole(1...1024).standard(.whole(RevokerSettings.standardConcurrency))
        ),
        .optional("credential", "What it wants to see.", SiteSchema.credential),
    ])
    .with("dependentRequired", bodyAndType)

    /// `EndpointText.contentType`.
    static let contentType = SchemaFormat.text("^[!-.0-~]+/[!-.0-~]+( *; *\\S+)*$")
    /// A body has a type, and a type has a body.
    static let bodyAndType = SchemaNode([
        "body": .list([.text("contentType")]), "contentType": .list([.text("body")]),
    ]).value
    /// `EndpointText.success`.
    static let success = status(EndpointStatuses.maySucceed)
    /// `EndpointText.already`.
    static let already = status(EndpointStatuses.mayBeAlready)

    private static func status(_ isMeant: (Int) -> Bool) -> SchemaNode {
        SchemaNode(["enum": .list((100...599).filter(isMeant).map { .whole($0) })])
    }

    private static func statuses(_ items: SchemaNode, _ standard: Set<Int>) -> SchemaNode {
        SchemaNode.distinct(items).standard(.list(standard.sorted().map { .whole($0) }))
    }
}
