// Caches of the kind `http`: how they are asked to forget a link.
extension SiteReader {
    /// What a cache's `purge` says, and where its nodes are asked when that is not where they serve.
    struct Purging {
        let adapter: HTTPPurger
        let addresses: [String: NodeAddress]
    }

    /// Reads `purge`, which a cache of the kind `http` has and no other.
    mutating func purging(
        _ value: YAMLValue?,
        of kind: CDNKind?,
        _ nodes: [CacheSettings.Node],
        credential: CredentialSource?
    ) -> Purging? {
        guard case .http = kind else {
            if kind != nil { value?.complain("only the kind 'http' is described here", "leave it out") }
            return nil
        }

        return value?.mapping { purging(&$0, nodes, credential) }
    }

    private mutating func purging(
        _ keys: inout YAMLMapping,
        _ nodes: [CacheSettings.Node],
        _ credential: CredentialSource?
    ) -> Purging? {
        let methods = HTTPPurger.methods.map { (name: $0.rawValue, value: $0) }
        let method = keys.required("method")?.scalar(NameText.choice(methods, "methods"))
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(EndpointText.purgeURL)
        let addresses = addresses(keys.optional("at"), nodes)
        let fields = keys.optional("headers").map { Self.fields($0, credential) } ?? []
        let bodyValue = keys.optional("body")
        let body = body(bodyValue, type: keys.optional("contentType"), holes: LinkHoles.names)
        if method == .get, let bodyValue {
            bodyValue.complain("a GET carries no body", "take it out, or write another method")
        }
        let statuses = Self.purgeStatuses(&keys)
        let words = keys.optional("words")?.scalar(EndpointText.words)
        guard let method, let urlValue, let url else { return nil }

        if let origin = url.origin {
            let peers = nodes.map { IPAddress((addresses[$0.name] ?? $0.address).host) }
            checkScheme(of: origin, urlValue, peers)
        }
        guard let statuses, let fields, bodyValue == nil || body != nil else { return nil }

        do throws(EndpointFlaw) {
            let adapter = try HTTPPurger(method, url, fields, body, statuses: statuses, words: words)
            return Purging(adapter: adapter, addresses: addresses)
        } catch {
            let flaw = EndpointText.flaw(error, holes: LinkHoles.names)
            urlValue.complain(flaw.problem, flaw.remedy)
            return nil
        }
    }

    /// The headers as written; nil after a complaint.
    private static func fields(
        _ value: YAMLValue,
        _ credential: CredentialSource?
    ) -> [HTTPPurger.Field]? {
        var names: Set<String> = []
        let entries = value.entries(HeaderText.parse)
        let fields = entries.compactMap { entry -> HTTPPurger.Field? in
            let name = entry.name.lowercased()
            if name == "content-type" {
                entry.key.complain("is the header of the body's type", "write 'contentType'")
            } else if HTTPFields.namesCredential(name) || name == credential?.header.lowercased() {
                entry.key.complain(
                    "is a header for a credential, which no site file holds",
                    "write it as the cache's 'credential', its value in a file of its own"
                )
            } else if !names.insert(name).inserted {
                entry.key.complain("stands twice", "keep one of the two")
            }
            return entry.value.scalar(EndpointText.header).map { .init(name: entry.name, value: $0) }
        }
        return fields.isEmpty || fields.count < entries.count ? nil : fields
    }

    private static func purgeStatuses(_ keys: inout YAMLMapping) -> EndpointStatuses? {
        let done = keys.required("done").map { Set($0.values(EndpointText.success)) }
        let notCached = keys.optional("notCached").map {
            distinct($0, EndpointText.already, from: done ?? [])
        }
        let others = (done ?? []).union(notCached ?? [])
        let accepted = keys.optional("accepted").map { distinct($0, EndpointText.success, from: others) }
        return done.map { EndpointStatuses(done: $0, already: notCached ?? [], pending: accepted ?? []) }
    }
}
