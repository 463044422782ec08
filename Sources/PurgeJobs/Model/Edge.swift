/// A place at which links are probed: one node of a cache, or an origin.
package struct Edge: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
        case origin
        /// A node of the cache of that name.
        case cache(String)
    }

    package let name: String
    package let role: Role
    package let address: NodeAddress
    /// The hosts of links that it serves.
    package let hosts: Set<String>

    package init(name: String, role: Role, address: NodeAddress, hosts: Set<String>) {
        self.name = name
        self.role = role
        self.address = address
        self.hosts = hosts
    }
}
