/// One of a site's `caches`.
enum CacheSchema {
    static let cache = SchemaNode.mapping(general + ofKinds)
        .with("allOf", .list([onlyVarnish, onlyNginx, onlySouin, onlyHTTP]))

    private static let kinds = SiteReader.cacheKinds.map(\.name)

    private static let general: [SchemaNode.Key] = [
        .required("kind", "What it is.", .choice(kinds)),
        .required(
            "nodes",
            "Every node at its own address, name to host:port: a balancer would hide all but one.",
            .named(SchemaFormat.address)
        ),
        .optional(
            "hosts",
            "The hosts of links that it serves; all without it.",
            .distinct(SchemaFormat.host)
        ),
        .optional(
            "rebound",
            "How long after a purge the second one follows, which catches a refill; 100ms to 1h.",
            SchemaFormat.duration(CacheSettings.standardRebound)
        ),
        .optional(
            "rate",
            "Requests a second to one node. Without it as many as it answers.",
            SchemaFormat.rate
        ),
        .optional(
            "concurrency",
            "Requests in flight to one node.",
            SchemaFormat.whole(1...1024).standard(.whole(CacheSettings.standardConcurrency))
        ),
        .optional("credential", "What the nodes want to see beside a purge.", SiteSchema.credential),
        .optional(
            "vary",
            "Whether the nodes keep copies apart by the Vary header.",
            .choice(["kept", "ignored"]).standard(.text("kept"))
        ),
        .optional(
            "bypass",
            "By node, the host:port at which it serves what it holds, without its deny list.",
            .named(SchemaFormat.address)
        ),
    ]

    private static let ofKinds: [SchemaNode.Key] = [
        .optional(
            "method",
            "Of Varnish only.",
            .choice(VarnishAdapter.Method.allCases.map(\.rawValue)).standard(.text("purge"))
        ),
        .optional(
            "api",
            "Of Souin only: the path of its API.",
            SchemaFormat.text("^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$", longest: 256)
                .standard(.text(SouinAdapter.standardPath))
        ),
        .optional(
            "tags",
            "Of Varnish only: templates, such as clip-{id}, of the tags on every answer about a clip.",
            .distinct(SchemaFormat.tag)
        ),
        .optional(
            "blocks",
            "Of Varnish only: whether requests may change its nodes' deny lists.",
            SchemaFormat.answer.standard(.answer(false))
        ),
        .optional(
            "denyLists",
            "Of nginx only: by node, the file of its deny list and the command that has the node read it.",
            .named(
                .mapping([
                    .required("file", "The list, which Purge writes.", SchemaFormat.path),
                    .required(
                        "reload",
                        "A program by its absolute path, and its arguments.",
                        SchemaNode.distinct(SchemaFormat.argument)
                            .with("prefixItems", .list([SchemaFormat.text("^/[^\\x00]*$").value]))
                    ),
                ])
            )
        ),
        .optional(
            "files",
            "Of nginx only: by node, where its cache files lie on this machine's disk. They are removed; no PURGE is sent.",
            .named(
                .mapping([
                    .required(
                        "directory",
                        "That of proxy_cache_path.",
                        SchemaFormat.text("^/(?!/*$)[^\\x00-\\x1f\\x7f]*$", longest: 4096)
                    ),
                    .optional(
                        "levels",
                        "Those of proxy_cache_path; none where it has none.",
                        SchemaFormat.text("^[12](:[12]){0,2}$")
                    ),
                    .required(
                        "key",
                        "The proxy_cache_key, of $scheme, $host, $http_host, $request_uri and text.",
                        SchemaFormat.text(
                            "^(?=.*\\$(request_uri(?![A-Za-z0-9_])|\\{request_uri\\}))([!-#%-~]|\\$((scheme|host|http_host|request_uri)(?![A-Za-z0-9_])|\\{(scheme|host|http_host|request_uri)\\}))+$",
                            longest: 1024
                        )
                    ),
                ])
            )
        ),
        .optional(
            "purge",
            "Of the kind http only, and there always: how it forgets a link.",
            PurgerSchema.purge
        ),
    ]

    private static let onlyVarnish = SchemaNode.when(
        "kind",
        is: kinds.filter { $0 != "varnish" },
        then: [
            "method": .answer(false), "tags": .answer(false),
            "blocks": SchemaNode(["const": .answer(false)]).value,
        ]
    )

    private static let onlyNginx = SchemaNode.when(
        "kind",
        is: kinds.filter { $0 != "nginx" },
        then: ["denyLists": .answer(false), "files": .answer(false)]
    )

    private static let onlySouin = SchemaNode.when(
        "kind",
        is: kinds.filter { $0 != "souin" },
        then: ["api": .answer(false)]
    )

    /// The kind `http` has a `purge`, and no other has.
    private static let onlyHTTP = SchemaNode([
        "if": SchemaNode.whose("kind", is: ["http"]).value,
        "then": SchemaNode(["required": .list([.text("purge")])]).value,
        "else": SchemaNode(["properties": SchemaNode(["purge": .answer(false)]).value]).value,
    ]).value
}
