/// A server by scheme, host and port.
struct HTTPOrigin: Hashable, Sendable {
    enum Scheme: String, Sendable {
        case http
        case https

        var defaultPort: UInt16 { self == .https ? 443 : 80 }
    }

    let scheme: Scheme
    let host: HostName
    let port: UInt16

    init(_ scheme: Scheme, _ host: HostName, port: UInt16? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
    }

    /// Takes a host without brackets; throws `.host` if it is none.
    init(_ scheme: Scheme, _ host: String, port: UInt16? = nil) throws(HTTPSyntaxError) {
        self.init(scheme, try HostName(host), port: port)
    }

    /// The value of the Host field, as a request signature needs it: the port only if it isn't the default.
    var authority: String {
        port == scheme.defaultPort ? host.authority : "\(host.authority):\(port)"
    }
}

extension HTTPOrigin: CustomStringConvertible {
    var description: String { "\(scheme.rawValue)://\(authority)" }
}
