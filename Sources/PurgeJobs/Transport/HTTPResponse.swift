/// An answer, complete up to the limit that its request set for the body.
///
/// A body that the *server* cut short is no response but a `TransportError` that knows the status.
struct HTTPResponse: Sendable {
    enum Version: Hashable, Sendable {
        case http1
        case http2
    }

    let status: Int
    let version: Version
    let header: HeaderBlock
    /// What its request asked to keep; empty where the request only counts.
    let body: [UInt8]
    /// Bytes of body seen, kept or not.
    let bodyCount: Int
    /// The body went on past the request's limit, and the transport hung up.
    let isTruncated: Bool
    /// The address that answered.
    let peer: IPAddress?
    /// From the start of the transfer to its end, without the wait for a turn.
    let duration: Duration

    /// How long the server asks to be left alone, uncapped; nil if it does not say.
    var retryAfter: Duration? { RetryAfter.read(header) }
}
