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

    /// Its nodes as places at which links are probed.
    var edges: [Edge] {
        nodes.map { Edge(name: $0.name, role: .cache(name), address: $0.address, hosts: hosts) }
    }
}
