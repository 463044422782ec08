/// Why a request to a store that is asked cannot be made.
enum StoreRequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key has a `*`, which a server may read as any number of objects (R7).
    case wildcard
    /// With its values the URL could be read as another path than its template's (`..`, an empty part).
    case misplaced
    /// The URL would be longer than 8,192 bytes, or has bytes that no URL has.
    case unwritable
    /// The store was not described to do that.
    case undescribed(StoreAbility)
    /// The request names no object, or more than one request may.
    case count
    /// What is to be polled is elsewhere than at the store.
    case foreign
    /// The idempotency key has another length than 16 bytes.
    case stepKey
    case syntax(HTTPSyntaxError)

    var description: String {
        switch self {
        case .wildcard: "the key has a '*', which the store could read as many objects"
        case .misplaced: "the key would make the URL another path than its template's"
        case .unwritable: "the URL would be too long, or none"
        case .undescribed(let ability): "the site does not say how it is asked to \(ability.rawValue)"
        case .count: "the request names no object, or too many"
        case .foreign: "what is to be polled is on another server than the store"
        case .stepKey: "the idempotency key has not 16 bytes"
        case .syntax(let error): "\(error)"
        }
    }
}
