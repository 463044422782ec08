/// Every kind of cache that Purge knows: the only place that maps a kind to its adapter.
enum CDNKind: String, CaseIterable, Sendable {
    case nginx

    func makeAdapter() -> any CDNAdapter {
        switch self {
        case .nginx: NginxAdapter()
        }
    }

    var abilities: Set<CDNAbility> {
        let adapter = makeAdapter()
        return adapter is any LinkPurging ? [.purgeLinks] : []
    }
}
