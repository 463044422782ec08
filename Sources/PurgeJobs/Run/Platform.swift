/// A site with everything that its takedowns need: what only looks, and what acts.
///
/// There are two HTTP clients with connections of their own: what carries credentials never shares one with the
/// probes (R13).
struct Platform: Sendable {
    let view: SiteView
    let control: HTTPClient
    let pacer: HostPacer
    /// The pace of requests to deny lists, which is their own: a node that asks these to wait is purged all the same.
    let listPacer: HostPacer
    /// The stores that have bytes put aside for holds, by name; each is opened when it is needed.
    let preservers: [String: StoreSettings]
    private let caches: [String: Node]
    private let endpoints: [String: Revoker]
    /// The stores that are asked over HTTP.
    private let asked: [String: AskedStore]

    /// One node of a cache and how it is asked to forget.
    struct Node: Sendable {
        let name: String
        /// Where it is asked.
        let address: NodeAddress
        let cache: CacheSettings
        let adapter: any LinkPurging
        let credential: (header: String, secret: Secret)?
        /// How it is made to refuse links; nil where it has no deny list.
        let blocker: Blocker?
        /// Where what it holds lies on this machine's disk; nil where it is asked to forget.
        let files: NginxCacheFiles?
    }

    /// A way to a node's deny list.
    enum Blocker: Sendable {
        case requests(any RequestBlocking)
        case list(any ListBlocking, DenyListFile)
    }

    /// An endpoint that revokes, and how it is asked.
    struct Revoker: Sendable {
        let name: String
        /// Where to connect in place of what DNS says.
        let address: NodeAddress?
        let settings: RevokerSettings
        let adapter: any LinkRevoking
        let credential: (header: String, secret: Secret)?
    }

    /// Opens everything that the site names; nothing is sent.
    ///
    /// A store that cannot be opened is tried again when its steps are due.
    ///
    /// - Throws: `JobFileError` for a credential that is not there.
    init(_ site: Site, gate: SendingGate = SendingGate()) throws {
        view = try SiteView(site, gate: gate, waits: true)
        asked = try AskedStore.all(of: site)
        control = HTTPClient(SiteView.settings(.control, site, asking: Array(asked.values)))
        pacer = HostPacer(Self.limits(of: site, asking: Array(asked.values)), gate: gate)
        listPacer = HostPacer(Self.limits(of: site), gate: gate)
        preservers = Dictionary(
            site.stores.filter { $0.kind.abilities.contains(.preserve) }.map { ($0.name, $0) }
        ) { first, _ in first }
        caches = try Self.nodes(of: site)
        endpoints = try Self.revokers(of: site)
    }

    var site: Site { view.site }
    var nodes: [Node] { caches.values.sorted { $0.name < $1.name } }

    var revokers: [Revoker] { endpoints.values.sorted { $0.name < $1.name } }

    /// The hosts that are asked for what is done at a place.
    func hosts(of place: StepPlace) -> [HostName] {
        switch place {
        case .store(let name): askedStore(name).map { [$0.adapter.origin.host] } ?? []
        case .preservation: []
        case .node(let name), .denyList(let name):
            node(name).map { $0.cache.askedHosts } ?? []
        case .revoker(let name): revoker(name).map { [$0.settings.adapter.url.origin.host] } ?? []
        }
    }

    /// The hosts that asked to be left alone, and for how long still.
    var pauses: [String: Duration] {
        let all = pacer.pauses + listPacer.pauses + view.pacer.pauses
        return Dictionary(all.map { ($0.key.host.text, $0.time) }) { max($0, $1) }
    }

    func node(_ name: String) -> Node? { caches[name] }
    func revoker(_ name: String) -> Revoker? { endpoints[name] }
    /// A store that is asked over HTTP; nil for one that does its work by itself.
    func askedStore(_ name: String) -> AskedStore? { asked[name] }

    private static func nodes(of site: Site) throws -> [String: Node] {
        var nodes: [String: Node] = [:]
        for cache in site.caches {
            guard let adapter = cache.kind.makeAdapter() as? any LinkPurging else { continue }

            let credential = try cache.credential.map { ($0.header, try $0.resolve()) }
            for node in cache.nodes {
                nodes[node.name] = Node(
                    name: node.name,
                    address: cache.purgeAddress(of: node),
                    cache: cache,
                    adapter: adapter,
                    credential: credential,
                    blocker: blocker(of: node, cache, adapter),
                    files: cache.files[node.name]
                )
            }
        }
        return nodes
    }

    private static func blocker(
        of node: CacheSettings.Node,
        _ cache: CacheSettings,
        _ adapter: any LinkPurging
    ) -> Blocker? {
        if let adapter = adapter as? any RequestBlocking {
            return cache.isBlocking ? .requests(adapter) : nil
        }
        guard let adapter = adapter as? any ListBlocking, let file = cache.denyLists[node.name] else {
            return nil
        }

        return .list(adapter, file)
    }

    private static func revokers(of site: Site) throws -> [String: Revoker] {
        try site.revokers.reduce(into: [:]) { revokers, settings in
            revokers[settings.name] = Revoker(
                name: settings.name,
                address: settings.address,
                settings: settings,
                adapter: settings.adapter,
                credential: try settings.credential.map { ($0.header, try $0.resolve()) }
            )
        }
    }

    private static func limits(
        of site: Site,
        asking stores: [AskedStore] = []
    ) -> [PacingKey: PacingLimits] {
        var limits = Dictionary(stores.map(\.pacing)) { $0.tightened(by: $1) }
        for cache in site.caches {
            for node in cache.nodes {
                for host in cache.askedHosts {
                    let key = PacingKey(host, node: cache.purgeAddress(of: node))
                    let own = PacingLimits(
                        rate: cache.rate,
                        burst: max(1, Int(cache.rate ?? 1)),
                        concurrency: cache.concurrency
                    )
                    // Several nodes may be asked at one address, which is one server.
                    limits[key] = limits[key].map { $0.tightened(by: own) } ?? own
                }
            }
        }
        for revoker in site.revokers {
            let key = PacingKey(revoker.adapter.url.origin.host, node: revoker.address)
            let own = PacingLimits(
                rate: revoker.rate,
                burst: max(1, Int(revoker.rate ?? 1)),
                concurrency: revoker.concurrency
            )
            // Two of them may be at one host, which is asked as slowly as either wants.
            limits[key] = limits[key].map { $0.tightened(by: own) } ?? own
        }
        return limits
    }
}

extension CacheSettings {
    /// The hosts under which its nodes are asked to forget.
    fileprivate var askedHosts: [HostName] {
        purgeOrigin.map { [$0.host] } ?? hosts.compactMap { SiteView.name(of: $0) }
    }
}
