/// A site, opened: its stores, the adapters of its caches, and the ways to the network.
///
/// There are two HTTP clients with connections of their own: what carries credentials never shares one with the
/// probes (R13).
struct Platform: Sendable {
    let site: Site
    let stores: [String: any ClipStore]
    let probe: HTTPClient
    let control: HTTPClient
    let probePacer: HostPacer
    let controlPacer: HostPacer
    private let caches: [String: Node]

    /// One node of a cache and how it is asked to forget.
    struct Node: Sendable {
        let name: String
        let address: NodeAddress
        let cache: CacheSettings
        let adapter: any LinkPurging
        let credential: (header: String, secret: Secret)?
    }

    /// Opens everything that the site names; nothing is sent.
    ///
    /// - Throws: `StoreError` for a store that cannot be used, `JobFileError` for a credential that is not there.
    init(_ site: Site) throws {
        self.site = site
        stores = try site.stores.reduce(into: [:]) { stores, settings in
            stores[settings.name] = try settings.kind.make(name: settings.name)
        }
        let policy = AddressPolicy(Self.hosts(of: site))
        probe = HTTPClient(Self.settings(.probe, policy, site))
        control = HTTPClient(Self.settings(.control, policy, site))
        probePacer = HostPacer()
        controlPacer = HostPacer(try Self.limits(of: site))
        caches = try Self.nodes(of: site)
    }

    var nodes: [Node] { caches.values.sorted { $0.name < $1.name } }

    func node(_ name: String) -> Node? { caches[name] }

    private static func nodes(of site: Site) throws -> [String: Node] {
        var nodes: [String: Node] = [:]
        for cache in site.caches {
            guard let adapter = cache.kind.makeAdapter() as? any LinkPurging else { continue }

            let credential = try cache.credential.map { ($0.header, try $0.resolve()) }
            for node in cache.nodes {
                nodes[node.name] = Node(
                    name: node.name,
                    address: node.address,
                    cache: cache,
                    adapter: adapter,
                    credential: credential
                )
            }
        }
        return nodes
    }

    private static func settings(
        _ purpose: TransportSettings.Purpose,
        _ policy: AddressPolicy,
        _ site: Site
    ) -> TransportSettings {
        var settings = TransportSettings(purpose, policy)
        settings.authorities = site.authorities
        return settings
    }

    /// Every published host with its ports, and the addresses that the site file writes for it.
    private static func hosts(of site: Site) -> [AddressPolicy.Host] {
        site.families.flatMap { family in
            family.hosts.compactMap { host in
                let addresses = site.edges.filter { $0.hosts.contains(host) }.compactMap {
                    IPAddress($0.address.host)
                }
                guard let name = name(of: host) else { return nil }

                let standard = family.schemes.map { $0 == .https ? UInt16(443) : 80 }
                let ports = port(of: host).map { [$0] } ?? standard
                return AddressPolicy.Host(name, ports: Set(ports), addresses: Set(addresses))
            }
        }
    }

    private static func limits(of site: Site) throws -> [PacingKey: PacingLimits] {
        var limits: [PacingKey: PacingLimits] = [:]
        for cache in site.caches {
            for node in cache.nodes {
                for host in cache.hosts.compactMap({ name(of: $0) }) {
                    limits[PacingKey(host, node: node.address)] = PacingLimits(
                        rate: cache.rate,
                        burst: max(1, Int(cache.rate ?? 1)),
                        concurrency: cache.concurrency
                    )
                }
            }
        }
        return limits
    }

    private static func name(of host: String) -> HostName? {
        // A host that is none was refused with the site file.
        try? HTTPURL("http://\(host)/").origin.host
    }

    private static func port(of host: String) -> UInt16? {
        host.split(separator: ":").count == 2 && !host.hasSuffix("]") ? NodeAddress(host)?.port : nil
    }
}
