/// A site with everything that only looks: what its stores say, and a way to its edges without credentials.
///
/// Plans and looks are built on this alone; there is nothing in it that could change anything (R9).
struct SiteView: Sendable {
    let site: Site
    let stores: [String: any ClipStore]
    let probe: HTTPClient
    let pacer: HostPacer
    /// What everything that is sent passes.
    let gate: SendingGate
    /// What signs links, by family; nil within for a family whose key is not there.
    let signers: [String: LinkSigner?]

    /// Opens the stores; nothing is sent.
    ///
    /// Where it `waits`, a store that cannot be opened keeps its own objects waiting, and nobody else.
    ///
    /// - Throws: `StoreError` for a store that cannot be used, `JobFileError` for a store's credential that is not there.
    init(_ site: Site, gate: SendingGate = SendingGate(), waits: Bool = false) throws {
        let asked = try AskedStore.all(of: site)
        var stores = Self.looks(at: asked, site, gate)
        for settings in site.stores where stores[settings.name] == nil {
            stores[settings.name] = try Self.opened(settings, waits: waits)
        }
        self.init(site, gate, stores: stores)
    }

    private static func opened(
        _ settings: StoreSettings,
        waits: Bool
    ) throws(StoreError) -> (any ClipStore)? {
        do throws(StoreError) {
            return try settings.kind.make(name: settings.name)
        } catch {
            guard waits else { throw error }

            return LateStore(name: settings.name, kind: settings.kind)
        }
    }

    /// What looks at the stores that are asked, by a client of its own: it carries credentials, and asks nobody else.
    private static func looks(
        at stores: [String: AskedStore],
        _ site: Site,
        _ gate: SendingGate
    ) -> [String: any ClipStore] {
        guard !stores.isEmpty else { return [:] }

        var settings = TransportSettings(.control, AddressPolicy(stores.values.map(\.host)))
        settings.authorities = site.authorities
        let client = HTTPClient(settings)
        let limits = Dictionary(stores.values.map(\.pacing)) { $0.tightened(by: $1) }
        let pacer = HostPacer(limits, gate: gate)
        return stores.mapValues { StoreLook(store: $0, client: client, pacer: pacer) }
    }

    /// The site without its stores: what looks at edges alone works from any machine that reaches them.
    init(edgesOf site: Site) { self.init(site, SendingGate(), stores: [:]) }

    private init(_ site: Site, _ gate: SendingGate, stores: [String: any ClipStore]) {
        self.site = site
        self.gate = gate
        self.stores = stores
        probe = HTTPClient(Self.settings(.probe, site))
        pacer = HostPacer(gate: gate)
        signers = site.mints.mapValues { settings in
            // Without its key a family can be looked at all the same: what is not lit is unknown then (unsigned).
            (try? settings.key.resolve()).map { LinkSigner(settings.mint, key: $0) }
        }
    }

    /// How a client for the site behaves: it talks to the site's hosts, at the addresses that the site file allows.
    ///
    /// What carries credentials talks to the given stores, too.
    static func settings(
        _ purpose: TransportSettings.Purpose,
        _ site: Site,
        asking stores: [AskedStore] = []
    ) -> TransportSettings {
        // What revokes is asked with credentials, and never looked at.
        let revokers = purpose == .control ? site.revokers : []
        let caches = purpose == .control ? site.caches : []
        let policy = AddressPolicy(
            hosts(of: site, asking: caches) + caches.compactMap(purgeHost) + revokers.map { host(of: $0) }
                + stores.map(\.host)
        )
        var settings = TransportSettings(purpose, policy)
        settings.authorities = site.authorities
        let others = revokers.map(\.concurrency) + stores.map(\.settings.concurrency)
        settings.concurrency = (site.caches.map(\.concurrency) + others).reduce(32, max)
        return settings
    }

    /// Every published host with its ports, and the addresses that the site file writes for it.
    ///
    /// Those at which the given caches are asked to forget are among them.
    private static func hosts(of site: Site, asking caches: [CacheSettings]) -> [AddressPolicy.Host] {
        site.families.flatMap { family in
            family.hosts.compactMap { host in
                let addresses = site.edges.filter { $0.hosts.contains(host) }
                    .flatMap { [$0.address, $0.bypass].compactMap(\.self) }
                    .compactMap { IPAddress($0.host) }
                let asked = caches.filter { $0.hosts.contains(host) }
                    .flatMap(\.purgeAddresses.values).compactMap { IPAddress($0.host) }
                guard let name = name(of: host) else { return nil }

                let standard = family.schemes.map { $0 == .https ? UInt16(443) : 80 }
                let ports = port(of: host).map { [$0] } ?? standard
                return AddressPolicy.Host(name, ports: Set(ports), addresses: Set(addresses + asked))
            }
        }
    }

    /// The server that a cache is asked at, if it is one of its own.
    private static func purgeHost(of cache: CacheSettings) -> AddressPolicy.Host? {
        cache.purgeOrigin.map { origin in
            let addresses = cache.nodes.compactMap { IPAddress(cache.purgeAddress(of: $0).host) }
            return AddressPolicy.Host(origin.host, ports: [origin.port], addresses: Set(addresses))
        }
    }

    private static func host(of revoker: RevokerSettings) -> AddressPolicy.Host {
        let origin = revoker.adapter.url.origin
        let address = revoker.address.flatMap { IPAddress($0.host) }
        return AddressPolicy.Host(
            origin.host,
            ports: [origin.port],
            addresses: Set([address].compactMap(\.self))
        )
    }

    static func name(of host: String) -> HostName? {
        // A host that is none was refused with the site file.
        try? HTTPURL("http://\(host)/").origin.host
    }

    private static func port(of host: String) -> UInt16? {
        host.split(separator: ":").count == 2 && !host.hasSuffix("]") ? NodeAddress(host)?.port : nil
    }
}
