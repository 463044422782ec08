/// A server that takes mail (SMTP, RFC 5321), as the site file names it.
struct MailServer: Hashable, Sendable {
    enum Security: String, CaseIterable, Sendable {
        /// Encrypted by STARTTLS before anything is said (RFC 3207); a server that cannot do it gets nothing.
        case startTLS
        /// Encrypted from the first byte on (RFC 8314).
        case tls
        /// Not encrypted: within the own network alone.
        case none
    }

    let host: HostName
    let port: UInt16
    let security: Security
    /// Whose password is sent, over TLS alone; nil for a server that asks for none.
    var user: String?
    /// Where to connect; nil for where DNS leads, which must be public.
    var address: NodeAddress?

    var url: String { "\(security == .tls ? "smtps" : "smtp")://\(host.authority):\(port)" }

    /// The one address beside the public ones that may be talked to: what the site file writes (R13).
    var writtenAddress: IPAddress? { address.map { IPAddress($0.host) } ?? host.address }
}
