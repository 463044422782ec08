/// Who is paced: a host, at one node or wherever DNS leads.
struct PacingKey: Hashable, Sendable {
    let host: HostName
    let node: NodeAddress?

    init(_ host: HostName, node: NodeAddress? = nil) {
        self.host = host
        self.node = node
    }

    init(_ request: HTTPRequest) { self.init(request.origin.host, node: request.via) }
}
