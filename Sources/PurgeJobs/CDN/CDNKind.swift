/// Every kind of cache that Purge knows, each with its settings: the only place that maps a kind to its adapter.
enum CDNKind: Hashable, Sendable, CaseIterable {
    case nginx
    case varnish(VarnishAdapter.Method)
    case trafficServer
    case squid
    case souin(SouinAdapter)
    /// One that a site file describes.
    case http(HTTPPurger)

    /// Every kind with every setting that makes it another adapter; of those that files describe, the plainest.
    static let allCases =
        [CDNKind.nginx] + VarnishAdapter.Method.allCases.map { .varnish($0) } + [
            .trafficServer, .squid, .souin(SouinAdapter()), .http(.plain),
        ]

    func makeAdapter() -> any CDNAdapter {
        switch self {
        case .nginx: NginxAdapter()
        case .varnish(let method): VarnishAdapter(method: method)
        case .trafficServer: TrafficServerAdapter()
        case .squid: SquidAdapter()
        case .souin(let adapter): adapter
        case .http(let purger): purger
        }
    }

    var abilities: Set<CDNAbility> {
        let adapter = makeAdapter()
        var abilities: Set<CDNAbility> = []
        if adapter is any LinkPurging { abilities.insert(.purgeLinks) }
        if adapter is any TagPurging { abilities.insert(.purgeTags) }
        if adapter is any LinkBlocking { abilities.insert(.blockLinks) }
        if adapter is any LinkRevoking { abilities.insert(.revokeLinks) }
        return abilities
    }
}
