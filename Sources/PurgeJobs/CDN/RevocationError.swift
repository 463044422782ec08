/// Why a clip's revocation cannot be described or asked for.
enum RevocationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The id is empty: a request that names no clip could mean all of them (R7).
    case noID
    /// The id has a `*`, which an endpoint may read as any number of clips (R7).
    case wildcard
    /// With the id in it, a server could read the URL's path as that of something else (`..`, `/` at its end).
    case misplaced
    /// The URL would be longer than 8,192 bytes.
    case tooLong
    /// The stored bytes are no revocation.
    case unreadable
    /// The revocation is of another host, port, scheme or method than the endpoint's.
    case foreign
    /// The idempotency key has another length than 16 bytes.
    case key
    /// It is no request that could be sent.
    case syntax(HTTPSyntaxError)

    var description: String {
        switch self {
        case .noID: "the clip's id is empty, and a request that names no clip could mean all of them"
        case .wildcard: "the clip's id has a '*', which the endpoint could read as many clips"
        case .misplaced: "the clip's id would make the URL another path than its template's"
        case .tooLong: "the URL would be too long"
        case .unreadable: "what the plan holds is no revocation"
        case .foreign: "the revocation is of another endpoint than the site's"
        case .key: "the idempotency key has not 16 bytes"
        case .syntax(let error): "\(error)"
        }
    }
}
