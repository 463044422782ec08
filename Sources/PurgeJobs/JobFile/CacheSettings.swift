/// One cache of a site: its nodes, and how they may be asked to forget links.
struct CacheSettings: Sendable {
    struct Node: Hashable, Sendable {
        let name: String
        let address: NodeAddress
    }

    static let standardRebound = Duration.seconds(30)
    static let standardConcurrency = 16

    let name: String
    let kind: CDNKind
    let nodes: [Node]
    /// The hosts of links that it serves.
    let hosts: Set<String>
    /// How long after a purge the rebound purge follows.
    let rebound: Duration
    /// Requests a second to one node; nil for as many as it answers.
    let rate: Double?
    /// Requests in flight to one node.
    let concurrency: Int
    let credential: CredentialSource?
    /// The tags that the origin puts on every answer about a clip, with `{id}`; none where links are purged alone.
    let tags: [Template]
    /// Whether its nodes keep one copy of a link, whatever `Vary` says.
    let ignoresVary: Bool
    /// Whether requests change its nodes' deny lists.
    let isBlocking: Bool
    /// The deny lists that are files, by node.
    let denyLists: [String: DenyListFile]
    /// By node, where its cache files lie on this machine's disk: they are removed, and the node is not asked to forget.
    let files: [String: NginxCacheFiles]
    /// By node, where it is asked to forget, if not where it serves.
    let purgeAddresses: [String: NodeAddress]
    /// By node, where what it holds can be seen although its deny list refuses it.
    let bypasses: [String: NodeAddress]

    /// The nodes that can be made to refuse links.
    var blockers: [String] { nodes.map(\.name).filter { isBlocking || denyLists[$0] != nil } }

    /// Where a node is asked to forget.
    func purgeAddress(of node: Node) -> NodeAddress { purgeAddresses[node.name] ?? node.address }

    /// The server that is asked for all links alike; nil where each is purged under its own host.
    var purgeOrigin: HTTPOrigin? {
        if case .http(let purger) = kind { purger.url.origin } else { nil }
    }

    /// Its nodes as places at which links are probed.
    var edges: [Edge] {
        let purger = kind.makeAdapter() as? any LinkPurging
        let keepsVariants = !ignoresVary && purger?.purgesVariants == false
        return nodes.map {
            Edge(
                name: $0.name,
                role: .cache(name),
                address: $0.address,
                bypass: bypasses[$0.name],
                keepsVariants: keepsVariants,
                hosts: hosts
            )
        }
    }

    /// A clip's tags; those that its id cannot be part of are left out, and its links are purged all the same.
    func tags(of clip: ClipID) -> [CacheTag] {
        tags.compactMap { $0.expanded(["id": clip.bytes], encoding: .raw).flatMap { CacheTag($0) } }
    }
}
