/// The methods that Purge sends.
enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case purge = "PURGE"
    case ban = "BAN"
    case block = "BLOCK"
    case unblock = "UNBLOCK"

    /// Whether a request may be sent again unasked: only where it cannot have an effect.
    ///
    /// DELETE is idempotent by RFC 9110 and still not on this list: each effect has its own intent.
    var isSafe: Bool { self == .get || self == .head }

    /// Whether a request without content still says `Content-Length: 0` (RFC 9110 section 8.6).
    var expectsContent: Bool { self == .post || self == .put || self == .patch }
}
