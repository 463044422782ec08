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
            SchemaFormat.text("^", longest: RevocationText.maximumBody).with("minLength", .whole(1))
        ),
        .optional("contentType", "The body's type.", SchemaFormat.text("^[!-.0-~]+/[!-.0-~]+( *; *\\S+)*$")),
        .optional(
            "keyHeader",
            "The header that carries the idempotency key.",
            SchemaFormat.header.standard(.text(HTTPRevoker.standardKeyField))
        ),
        .optional("done", "Statuses that say revoked.", statuses(success, RevocationStatuses.standard.done)),
        .optional(
            "already",
            "Statuses that say that there is nothing to revoke.",
            statuses(already, RevocationStatuses.standard.already)
        ),
        .optional(
            "pending",
            "Statuses that promise it. Every other one is a refusal.",
            statuses(success, RevocationStatuses.standard.pending)
        ),
        .optional("rate", "Requests a second. Without it as many as it answers.", SchemaFormat.rate),
        .optional(
            "concurrency",
            "Requests in flight.",
            SchemaFormat.whole(1...1024).standard(.whole(RevokerSettings.standardConcurrency))
        ),
        .optional("credential", "What it wants to see.", SiteSchema.credential),
    ])
    .with(
        "dependentRequired",
        SchemaNode(["body": .list([.text("contentType")]), "contentType": .list([.text("body")])]).value
    )

    private static let success = status(RevocationStatuses.maySucceed)
    private static let already = status(RevocationStatuses.mayBeAlready)

    private static func status(_ isMeant: (Int) -> Bool) -> SchemaNode {
        SchemaNode(["enum": .list((100...599).filter(isMeant).map { .whole($0) })])
    }

    private static func statuses(_ items: SchemaNode, _ standard: Set<Int>) -> SchemaNode {
        SchemaNode.distinct(items).standard(.list(standard.sorted().map { .whole($0) }))
    }
}
