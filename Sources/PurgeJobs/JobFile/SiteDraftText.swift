/// A first site file, with comments for whoever reads it next.
struct SiteDraftText {
    let draft: FilesDraft

    private static let store = "media"

    var text: String { [head, families, stores, caches, origins, rest].joined(separator: "\n") }

    private var head: String {
        """
        # What the platform \(VisibleText.of(draft.name)) is, said once. It names no clip and asks for nothing; job files do.
        # Written by `purge init`; edit it freely, `purge check` says whether it holds. All keys: docs/files.md.
        site: \(FilesDraft.quoted(draft.name))

        """
    }

    private var families: String {
        """
        # What the platform publishes for every clip: pages, embeds, downloads, every quality, every host.
        # A form that is missing here is never looked at: what Purge calls dark is dark at exactly these links.
        families:
        \(draft.links.map(family).joined())
        # Further addresses that people paste into a report, and that lead to a clip without serving it.
        # clipURLs: ["https://clips.example/{id}/edit"]

        """
    }

    private func family(_ link: LinkDraft) -> String {
        var lines = ["  \(key(link.name)):"]
        if link.scheme == "http" { lines.append("    schemes: [http]") }
        lines.append("    hosts: \(list(link.hosts))")
        lines.append("    path: \(FilesDraft.quoted(link.path))")
        if !link.variables.isEmpty {
            let variables = link.variables.sorted { $0.key < $1.key }
                .map { "\(key($0)): \(list($1))" }
            lines.append("    variables: {\(variables.joined(separator: ", "))}")
        }
        if let object = link.object {
            lines.append("    object: \(FilesDraft.quoted("\(Self.store):\(object)"))")
        } else {
            lines.append(
                "    # No store holds what it serves. If a file does: object: \"\(Self.store):…/{id}…\""
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var stores: String {
        """
        # Where the bytes are. Disabled files are moved to the quarantine, on the same file system, which must not be served.
        # A table of a database, an API, or several nodes in place of it: docs/stores.md.
        stores:
          \(Self.store):
            kind: fileTree
            root: \(FilesDraft.quoted(draft.root))
            quarantine: \(FilesDraft.quoted(draft.quarantine))

        """
    }

    private var caches: String {
        guard draft.cache != .none else {
            return """
                # Nothing caches, as far as was said. Where something does, every node has to be named, each at its own address.
                # caches:
                #   edge: {kind: nginx, nodes: {edge-1: "192.0.2.11:443"}}

                """
        }

        return """
            # Every node that keeps copies, each at its own address: a balancer in front of them would hide all but one.
            # What the cache has to be configured for: docs/caches.md.
            caches:
              edge:
                kind: \(draft.cache.rawValue)
                nodes: {\(draft.nodes.map(place).joined(separator: ", "))}
                # The second purge catches what a fetch in flight put back: longer than the slowest fetch of a file takes.
                rebound: 30s
                # Requests a second to one node, and how many at once.
                rate: 200
                concurrency: 16
                # credential: {header: X-Purge-Token, file: credentials/edge-token}
            \(ofKind)
            """
    }

    /// What only one kind of cache has.
    private var ofKind: String {
        switch draft.cache {
        case .nginx: Self.nginx
        case .varnish: Self.varnish
        case .trafficServer, .none: ""
        case .squid: Self.squid
        }
    }

    private static let nginx = """
            # An emergency has the nodes refuse the links before anything else, where they have deny lists:
            # denyLists: {edge-1: {file: /var/lib/purge/edge-1.map, reload: [/usr/local/sbin/reload-edge]}}
            # bypass: {edge-1: "192.0.2.11:8443"}

        """

    private static let varnish = """
            # An emergency has the nodes refuse the links before anything else, where their VCL has a deny list:
            # blocks: true
            # bypass: {edge-1: "192.0.2.11:8443"}
            # Tags that the origin puts on every answer about a clip:
            # tags: ["clip-{id}"]

        """

    private static let squid = """
            # Where answers have Vary, name what clients send as probe.variants of the families: a purge takes one copy.

        """

    private var origins: String {
        guard !draft.origins.isEmpty else { return "" }

        let lines = draft.origins.map { origin in
            "  \(key(origin.name)): {address: \(FilesDraft.quoted(origin.address))}\n"
        }
        return """
            # Probed beside the caches, with the published host.
            origins:
            \(lines.joined())
            """
    }

    private var rest: String {
        """
        # Clips of your own that always answer: a link counts as dark only beside one that is lit. Without them the planner
        # picks some, and an emergency needs an earlier run.
        # controls: [YourOwnClipThatStays]

        # A clip of your own that `purge check --rehearse` takes down and brings back, for real.
        # canary: YourOwnClipForRehearsals

        """
    }

    private func place(_ place: FilesDraft.Place) -> String {
        "\(key(place.name)): \(FilesDraft.quoted(place.address))"
    }

    /// A key as a person would write it, where nothing in it could mean something else.
    private func key(_ name: String) -> String {
        let isPlain =
            name.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil && !["null", "true", "false"].contains(name)
        return isPlain ? name : FilesDraft.quoted(name)
    }

    private func list(_ values: [String]) -> String {
        "[" + values.map(FilesDraft.quoted).joined(separator: ", ") + "]"
    }
}
