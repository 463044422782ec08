/// What `SiteReader` takes.
enum SiteSchema {
    static let root = SchemaNode.mapping([
        .required("site", "The site's name.", SchemaFormat.name),
        .required(
            "families",
            "Link families: what the platform publishes for every clip. What is missing here is never looked at.",
            .named(LinkSchema.family)
        ),
        .optional(
            "clipURLs",
            "Further published forms that lead to a clip's id, with {id}, and {*} for any one segment.",
            .distinct(SchemaFormat.clipURL)
        ),
        .optional(
            "notClips",
            "Words that stand where an id would and are none.",
            .distinct(SchemaFormat.clipID)
        ),
        .optional("stores", "Where the bytes are.", .named(StoreSchema.store)),
        .optional("caches", "The caches, each with every node that keeps copies.", .named(CacheSchema.cache)),
        .optional("origins", "What is probed beside the caches.", .named(origin)),
        .optional(
            "revokers",
            "Endpoints that make a clip's share tokens, short links or URL keys invalid.",
            .named(RevokerSchema.revoker)
        ),
        .optional("notifications", "Who is told of what happens, and how.", .named(ChannelSchema.channel)),
        .optional(
            "controls",
            "Clips of the platform's own that always answer, and that no run takes down.",
            .distinct(SchemaFormat.clipID)
        ),
        .optional(
            "canary",
            "A clip of the platform's own that 'purge check --rehearse' takes down and brings back.",
            SchemaFormat.clipID
        ),
        .optional(
            "neverExisted",
            "A clip that no edge may serve. Without it one is made up for each run.",
            SchemaFormat.clipID
        ),
        .optional(
            "tls",
            "What certificates are held against.",
            .mapping([
                .required(
                    "authorities",
                    "A PEM file in place of the system's authorities.",
                    SchemaFormat.path
                )
            ])
        ),
    ])
    .described("What a platform is, said once. It names no clip and asks for nothing; job files do.")

    private static let origin = SchemaNode.mapping([
        .required(
            "address",
            "host:port at which it is probed, with the published host.",
            SchemaFormat.address
        ),
        .optional("hosts", "The hosts that it serves; all without it.", .distinct(SchemaFormat.host)),
    ])

    /// The place of a secret, with the keys that stand beside it.
    static func secret(_ others: [SchemaNode.Key]) -> SchemaNode {
        SchemaNode.mapping(
            others + [
                .optional("file", "A file that nobody but its owner can read (0600).", SchemaFormat.path),
                .optional(
                    "env",
                    "The name of an environment variable, never its value.",
                    SchemaFormat.environment
                ),
                .optional(
                    "credential",
                    "The name of a systemd credential (LoadCredential=): a file in $CREDENTIALS_DIRECTORY.",
                    SchemaFormat.credential
                ),
            ]
        )
        .withOne(of: ["file", "env", "credential"])
    }

    /// A secret that a header carries.
    static let credential = secret([
        .required("header", "The header that carries it.", SchemaFormat.header)
    ])
}
