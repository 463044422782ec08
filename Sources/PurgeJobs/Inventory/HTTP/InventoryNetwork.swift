/// What inventories in APIs are asked through: a client that talks to the hosts which their settings name and to nobody else
/// (R13), and the pace of each host.
package struct InventoryNetwork: Sendable {
    let client: HTTPClient
    let pacer: HostPacer
    /// How failed requests are repeated.
    let policy: RetryPolicy

    /// A client for all the APIs among the kinds; nil where there is none.
    ///
    /// `authorities` is a PEM file in place of the system's.
    package init?(_ kinds: [InventoryKind], authorities: String?) {
        let settings = kinds.compactMap { if case .http(let settings) = $0 { settings } else { nil } }
        guard !settings.isEmpty else { return nil }

        self.init(settings, authorities: authorities)
    }

    init(
        _ settings: [HTTPInventory.Settings],
        authorities: String? = nil,
        policy: RetryPolicy = RetryPolicy()
    ) {
        var transport = TransportSettings(.control, AddressPolicy(settings.flatMap(Self.hosts)))
        transport.authorities = authorities
        client = HTTPClient(transport)
        pacer = HostPacer(Self.limits(of: settings), rules: PauseRules(policy: policy))
        self.policy = policy
    }

    private static func hosts(of settings: HTTPInventory.Settings) -> [AddressPolicy.Host] {
        var places = [(settings.url.origin, settings.address)]
        if let lookup = settings.lookup { places.append((lookup.url.origin, settings.address)) }
        if case .token(let grant) = settings.access { places.append((grant.url.origin, grant.address)) }
        return places.map { origin, address in
            let address = address.flatMap { IPAddress($0.host) }
            return AddressPolicy.Host(
                origin.host,
                ports: [origin.port],
                addresses: Set([address].compactMap(\.self))
            )
        }
    }

    /// Several inventories of one host are asked as slowly as any of them wants.
    private static func limits(of settings: [HTTPInventory.Settings]) -> [PacingKey: PacingLimits] {
        settings.reduce(into: [:]) { limits, settings in
            guard let rate = settings.rate else { return }

            let own = PacingLimits(rate: rate)
            let key = PacingKey(settings.url.origin.host, node: settings.address)
            limits[key] = limits[key].map { $0.tightened(by: own) } ?? own
        }
    }
}
