/// A URL template of clips, with its hosts and variants: what the platform publishes for every clip.
package struct LinkFamily: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// Path, and query where it belongs to the link, with `{id}` and variables.
        case template(Template)
        /// The inventory's own field that holds the URL, where it cannot be derived from the id.
        case inventoryField(String)
    }

    package enum Scheme: String, CaseIterable, Sendable {
        case http
        case https
    }

    /// The object in a store whose bytes the links of the family serve.
    package struct Object: Hashable, Sendable {
        package let store: String
        package let key: Template

        package init(store: String, key: Template) {
            self.store = store
            self.key = key
        }
    }

    package let name: String
    package let source: Source
    package let schemes: [Scheme]
    /// `host` or `host:port`, lower-case, as they stand in published URLs.
    package let hosts: [String]
    package let variables: [Variable]
    /// Query strings under which caches know the link beside the bare one, each with its `?`.
    package let queries: [String]
    /// More than one where several nodes keep the bytes, each in a store of its own.
    package let objects: [Object]
    /// What the site declares as dark for these hosts, beside 404, 410 and 451.
    package let dark: DarkRules
    /// The headers with which a link is asked for beside the plain request.
    package let probeVariants: [ProbeVariant]

    package init(
        name: String,
        source: Source,
        schemes: [Scheme],
        hosts: [String],
        variables: [Variable] = [],
        queries: [String] = [],
        objects: [Object] = [],
        dark: DarkRules = .none,
        probeVariants: [ProbeVariant] = []
    ) {
        self.name = name
        self.source = source
        self.schemes = schemes
        self.hosts = hosts
        self.variables = variables
        self.queries = queries
        self.objects = objects
        self.dark = dark
        self.probeVariants = probeVariants
    }

    /// The links that the family publishes for a clip, in the order of schemes, hosts, variants and queries.
    package func links(of clip: Clip) -> [Link] {
        switch source {
        case .inventoryField(let field):
            clip.urls[field].flatMap { url in
                Link.host(of: url).flatMap { host in
                    hosts.contains(host) ? Link(family: name, host: host, url: url) : nil
                }
            }.map { [$0] } ?? []
        case .template(let template):
            links(of: clip.id, template)
        }
    }

    private func links(of id: ClipID, _ template: Template) -> [Link] {
        let targets = template.expansions(id: id, variables: variables, encoding: .url)
        return schemes.flatMap { scheme in
            hosts.flatMap { host in
                targets.flatMap { target in
                    ([""] + queries).compactMap { query in
                        let base = Array("\(scheme.rawValue)://\(host)".utf8)
                        return LinkURL(base + target.bytes + Array(query.utf8))
                            .map { Link(family: name, host: host, url: $0, variant: target.variant) }
                    }
                }
            }
        }
    }

    /// The objects behind the family's links of a clip, each with its variant.
    ///
    /// An id that cannot be part of a key (with `/../`, say) gives fewer objects than the family has variants;
    /// the planner then sets the clip aside.
    package func objects(
        of id: ClipID
    ) -> (keys: [(store: String, key: ObjectKey, variant: String)], isComplete: Bool) {
        guard !objects.isEmpty else { return ([], true) }
        guard !id.bytes.contains(UInt8(ascii: "/")) else { return ([], false) }

        var keys: [(store: String, key: ObjectKey, variant: String)] = []
        var isComplete = true
        for object in objects {
            let expansions = object.key.expansions(id: id, variables: variables, encoding: .raw)
            let found = expansions.compactMap { expansion in
                ObjectKey(expansion.bytes).map { (object.store, $0, expansion.variant) }
            }
            keys += found
            isComplete = isComplete && found.count == expansions.count
        }
        return (keys, isComplete)
    }

    /// The stores that keep what it serves, each once.
    package var stores: [String] {
        var seen: Set<String> = []
        return objects.map(\.store).filter { seen.insert($0).inserted }
    }
}
