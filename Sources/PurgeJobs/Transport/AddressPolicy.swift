/// Which hosts a client may talk to, and at which addresses: what the site file says, and nothing else.
///
/// A host that is not listed gets no request. Of a listed one, an address found by DNS must be public. Any
/// other address must be written in the site file for that very host, and the request must name it: as its
/// host, or as the node to go by. So a name that suddenly resolves to an inner machine gets nothing, even if
/// that machine is allowed under its own address.
struct AddressPolicy: Sendable {
    /// One host of the site file.
    struct Host: Sendable {
        var name: HostName
        var ports: Set<UInt16>
        /// Addresses that the site file writes for this host or its nodes.
        var addresses: Set<IPAddress>

        /// A host; one that is itself an address is thereby written.
        init(_ name: HostName, ports: Set<UInt16> = [80, 443], addresses: Set<IPAddress> = []) {
            self.name = name
            self.ports = ports
            self.addresses = addresses
        }
    }

    private let hosts: [HostName: Host]

    /// Several entries for one host are one entry with the ports and addresses of all.
    init(_ hosts: [Host]) {
        self.hosts = hosts.reduce(into: [:]) { hosts, host in
            hosts[host.name, default: Host(host.name, ports: [])].ports.formUnion(host.ports)
            hosts[host.name]?.addresses.formUnion(host.addresses)
        }
    }

    func lists(_ origin: HTTPOrigin) -> Bool { hosts[origin.host]?.ports.contains(origin.port) == true }

    /// The one address beside the public ones to which requests to this origin by this node may go.
    ///
    /// It depends on nothing but origin and node. A kept connection belongs to both, so it can never
    /// carry a request for which it would not have been opened.
    func exception(for origin: HTTPOrigin, via node: NodeAddress?) -> IPAddress? {
        guard let host = hosts[origin.host], let address = Self.address(of: origin, node) else {
            return nil
        }
        let isWritten = host.addresses.contains(address) || node == nil
        return isWritten ? address : nil
    }

    private static func address(of origin: HTTPOrigin, _ node: NodeAddress?) -> IPAddress? {
        guard let node else { return origin.host.address }
        return IPAddress(node.host)
    }
}
