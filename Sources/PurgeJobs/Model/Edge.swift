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
    /// Where it shows what it holds although a deny list refuses it.
    package let bypass: NodeAddress?
    /// Whether a purge there leaves copies that are kept apart by request headers.
    package let keepsVariants: Bool
    /// The hosts of links that it serves.
    package let hosts: Set<String>

    package init(
        name: String,
        role: Role,
        address: NodeAddress,
        bypass: NodeAddress? = nil,
        keepsVariants: Bool = false,
        hosts: Set<String>
    ) {
        self.name = name
        self.role = role
        self.address = address
        self.bypass = bypass
        self.keepsVariants = keepsVariants
        self.hosts = hosts
    }

    /// The same edge, seen past its deny list; nil where there is no way.
    package var behindBlocks: Self? {
        bypass.map { Self(name: name, role: role, address: $0, keepsVariants: keepsVariants, hosts: hosts) }
    }
}
