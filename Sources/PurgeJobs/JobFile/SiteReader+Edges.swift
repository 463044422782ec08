extension SiteReader {
    mutating func cache(_ keys: inout YAMLMapping, name: String) -> CacheSettings? {
        let kindValue = keys.required("kind")
        let kind = kind(kindValue, method: keys.optional("method"), api: keys.optional("api"))
        let tags = tags(keys.optional("tags"), kind)
        let nodes = nodes(keys.required("nodes")?.entries() ?? [])
        let hosts = hosts(keys.optional("hosts"))
        let rebound = keys.optional("rebound")?
            .scalar(DurationText.within(.milliseconds(100) ... .seconds(3600)))
        let rate = keys.optional("rate")?.scalar(NumberText.rate)
        let concurrency = keys.optional("concurrency")?.scalar(NumberText.whole(1...1024))
        let credential = credential(keys.optional("credential"))
        let varies: [(name: String, value: Bool)] = [("kept", false), ("ignored", true)]
        let ignoresVary = keys.optional("vary")?.scalar(NameText.choice(varies, "ways with Vary"))
        let isBlocking = blocks(keys.optional("blocks"), kind)
        let denyLists = denyLists(keys.optional("denyLists"), kind, nodes)
        let files = files(keys.optional("files"), kind, nodes)
        let bypasses = addresses(keys.optional("bypass"), nodes)
        let purgeValue = keys.optional("purge")
        let purging = purging(purgeValue, of: kind, nodes, credential: credential)
        guard var kind else { return nil }

        if case .http = kind {
            if purgeValue == nil {
                kindValue?.complain("has no 'purge' beside it", "say there how it is asked to forget a link")
            }
            guard let purging else { return nil }

            kind = .http(purging.adapter)
        }

        return CacheSettings(
            name: name,
            kind: kind,
            nodes: nodes,
            hosts: hosts,
            rebound: rebound ?? CacheSettings.standardRebound,
            rate: rate,
            concurrency: concurrency ?? CacheSettings.standardConcurrency,
            credential: credential,
            tags: tags,
            ignoresVary: ignoresVary ?? false,
            isBlocking: isBlocking,
            denyLists: denyLists,
            files: files,
            purgeAddresses: purging?.addresses ?? [:],
            bypasses: bypasses
        )
    }

    /// The names of the kinds in site files and their schema.
    static let cacheKinds: [(name: String, value: CDNKind)] = [
        ("nginx", .nginx), ("varnish", .varnish(.purge)), ("trafficserver", .trafficServer),
        ("squid", .squid), ("souin", .souin(SouinAdapter())), ("http", .http(.plain)),
    ]

    /// The kind with the settings that only it has.
    private func kind(_ kind: YAMLValue?, method: YAMLValue?, api: YAMLValue?) -> CDNKind? {
        guard let value = kind?.scalar(NameText.choice(Self.cacheKinds, "kinds of caches")) else {
            return nil
        }
        guard value.abilities.contains(.purgeLinks) else {
            kind?.complain("this kind cannot purge single links", "name another kind")
            return nil
        }
        if case .souin = value {
            method?.complain("only varnish has methods", "leave it out")
            return api.map { $0.scalar(Self.apiPath).map { .souin(SouinAdapter(path: $0)) } } ?? value
        }
        api?.complain("only souin has an API of this kind", "leave it out")
        guard case .varnish = value, let method else {
            method?.complain("only varnish has methods", "leave it out")
            return value
        }

        let methods = VarnishAdapter.Method.allCases.map { (name: $0.rawValue, value: $0) }
        return method.scalar(NameText.choice(methods, "methods")).map { .varnish($0) }
    }

    /// The path of a cache's API.
    private static func apiPath(_ text: String) throws(ScalarFlaw) -> String {
        let segments = text.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        let isPlain = segments.allSatisfy { segment in
            !segment.isEmpty && segment.allSatisfy { PercentEncoding.isUnreserved($0) } && segment.first != 46
        }
        guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count <= 256, isPlain else {
            throw ScalarFlaw("is no path of an API", "write it as in \(SouinAdapter.standardPath)")
        }

        return text
    }

    private func tags(_ value: YAMLValue?, _ kind: CDNKind?) -> [Template] {
        guard let value else { return [] }

        let tags = value.values(TemplateText.tag)
        if let kind, !kind.abilities.contains(.purgeTags) {
            value.complain("this kind of cache has no tags", "leave it out: every link is purged by itself")
        }
        return tags
    }

    /// Whether requests may change the deny lists of the cache's nodes.
    private func blocks(_ value: YAMLValue?, _ kind: CDNKind?) -> Bool {
        guard let value,
            let isOn = value.scalar(NameText.choice([("true", true), ("false", false)], "answers"))
        else { return false }

        if let kind, isOn, !(kind.makeAdapter() is any RequestBlocking) {
            let hasLists = kind.abilities.contains(.blockLinks)
            value.complain(
                hasLists
                    ? "this kind of cache blocks by a list, not by requests"
                    : "this kind of cache has no deny list",
                hasLists ? "write 'denyLists' instead" : "leave it out"
            )
        }
        return isOn
    }

    /// The files of the nodes' deny lists, each with the command that has its node read it.
    private func denyLists(
        _ value: YAMLValue?,
        _ kind: CDNKind?,
        _ nodes: [CacheSettings.Node]
    ) -> [String: DenyListFile] {
        guard let value else { return [:] }

        if let kind, !(kind.makeAdapter() is any ListBlocking) {
            value.complain(
                "this kind of cache has no list in a file",
                kind.abilities.contains(.blockLinks) ? "write 'blocks: true' instead" : "leave it out"
            )
        }
        var lists: [String: DenyListFile] = [:]
        for entry in value.entries() {
            requireNode(entry, nodes)
            lists[entry.name] = entry.value.mapping { keys in
                let path = keys.required("file")?.scalar(paths.parse)
                let command = keys.required("reload")?.values(Self.argument) ?? []
                if let program = command.first, !program.hasPrefix("/") {
                    keys.complain("its program has no absolute path", "write it as in /usr/sbin/nginx")
                }
                return path.map { DenyListFile(path: $0, reload: command) }
            }
        }
        return lists
    }

    /// Further addresses of some of the nodes.
    func addresses(_ value: YAMLValue?, _ nodes: [CacheSettings.Node]) -> [String: NodeAddress] {
        var addresses: [String: NodeAddress] = [:]
        for entry in value?.entries() ?? [] {
            requireNode(entry, nodes)
            addresses[entry.name] = entry.value.scalar(HostText.address)
        }
        return addresses
    }

    func requireNode(_ entry: YAMLValue.Entry, _ nodes: [CacheSettings.Node]) {
        guard !nodes.isEmpty, !nodes.contains(where: { $0.name == entry.name }) else { return }

        let remedy = NearestName.remedy(for: entry.name, among: nodes.map(\.name), "nodes")
        entry.key.complain("the cache has no node '\(entry.name)'", remedy)
    }

    static func argument(_ text: String) throws(ScalarFlaw) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 != 0 }) else {
            throw ScalarFlaw("is no argument of a command", "write text")
        }

        return text
    }

    mutating func origin(_ keys: inout YAMLMapping, _ entry: YAMLValue.Entry) -> Edge? {
        let address = keys.required("address")?.scalar(HostText.address)
        let hosts = hosts(keys.optional("hosts"))
        guard let address, let name = edgeName(entry) else { return nil }

        return Edge(name: name, role: .origin, address: address, hosts: hosts)
    }

    private mutating func nodes(_ entries: [YAMLValue.Entry]) -> [CacheSettings.Node] {
        var addresses: Set<NodeAddress> = []
        return entries.compactMap { entry in
            let address = entry.value.scalar(HostText.address)
            guard let address, let name = edgeName(entry) else { return nil }

            if !addresses.insert(address).inserted {
                entry.value.complain("another node of the cache has this address", "write the node's own")
            }
            return CacheSettings.Node(name: name, address: address)
        }
    }

    /// The name of a node or an origin, once in the whole site: steps and reports name edges by it alone.
    private mutating func edgeName(_ entry: YAMLValue.Entry) -> String? {
        guard edgeNames.insert(entry.name).inserted else {
            entry.key.complain("another node or origin has the name '\(entry.name)'", "choose another name")
            return nil
        }

        return entry.name
    }

    /// The hosts that an edge serves: all that the families have unless it names some of them.
    private func hosts(_ value: YAMLValue?) -> Set<String> {
        guard let value else { return publishedHosts }

        let items = value.items(HostText.parse)
        for item in items where !publishedHosts.isEmpty && !publishedHosts.contains(item.value) {
            let remedy = NearestName.remedy(for: item.value, among: publishedHosts.sorted(), "hosts")
            item.source.complain("no family has the host '\(item.value)'", remedy)
        }
        return Set(items.map(\.value))
    }

    /// The source of a credential, which is fetched once to see that it is there.
    func credential(_ value: YAMLValue?) -> CredentialSource? {
        value?.keptSecret().mapping { keys -> CredentialSource? in
            let header = keys.required("header")?.scalar(HeaderText.parse)
            return secret(&keys, header: header)
        }
    }

    /// The place of a secret, of the three that there are; nil after a complaint, or without its header.
    func secret(_ keys: inout YAMLMapping, header: String?) -> CredentialSource? {
        secretPlace(&keys, header: header ?? "").flatMap { resolvable($0.source, header: header, $0.value) }
    }

    /// The same without fetching it.
    func secretPlace(
        _ keys: inout YAMLMapping,
        header: String
    ) -> (source: CredentialSource, value: YAMLValue)? {
        SecretReader(paths: paths, book: book).place(&keys, header: header)
    }

    private func resolvable(
        _ source: CredentialSource,
        header: String?,
        _ value: YAMLValue
    ) -> CredentialSource? {
        do throws(JobFileError) {
            _ = try source.resolve(environment: environment)
            return header == nil ? nil : source
        } catch {
            for complaint in error.complaints { value.complain(complaint.problem, complaint.remedy) }
            return nil
        }
    }
}
