/// How a client behaves; one value for all its connections.
struct TransportSettings: Sendable {
    /// What a client is for.
    ///
    /// Each purpose has a client, hence connections, of its own.
    enum Purpose: Sendable {
        /// Talks to stores and CDN APIs; may carry credentials.
        case control
        /// Looks at published links as anybody would; refuses credentials.
        case probe
    }

    enum Version: Sendable {
        case http1
        /// HTTP/2 over TLS where the server offers it, HTTP/1.1 otherwise.
        case http2
    }

    var purpose: Purpose
    var policy: AddressPolicy
    var version = Version.http2
    /// Requests to one origin (by one node) at once; with HTTP/1.1, also its connections.
    ///
    /// libcurl's work grows with the connections of a host: more than 64 is slower, not faster.
    var concurrency = 32
    /// Idle connections kept over all origins.
    var keptConnections = 256
    var agent = "purge/1"
    /// Path of a PEM file of certificate authorities, in place of the system's.
    var authorities: String?
    var connectTimeout = Duration.seconds(5)
    /// A transfer slower than this many bytes a second for `slowTime` is given up.
    var slowLimit = 16
    var slowTime = Duration.seconds(30)
    /// Age past which a connection takes no new request, so that a changed certificate is soon seen.
    var connectionLifetime = Duration.seconds(300)
    /// A connection idle for longer is not used again: servers close them about then.
    var idleLifetime = Duration.seconds(30)

    init(_ purpose: Purpose, _ policy: AddressPolicy) {
        self.purpose = purpose
        self.policy = policy
    }
}
