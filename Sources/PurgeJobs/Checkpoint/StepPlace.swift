/// Where a step acts, which is also the queue that it waits in.
enum StepPlace: Hashable, Sendable {
    case store(String)
    /// Where a store's bytes are put aside for holds; no takedown waits behind it.
    case preservation(String)
    /// One node of a cache, as what holds copies.
    case node(String)
    /// The deny list of one node of a cache.
    case denyList(String)
    /// An endpoint that revokes.
    case revoker(String)

    /// Takes a text that was a place when it was stored.
    init?(stored text: String) {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }

        switch parts[0] {
        case "store": self = .store(parts[1])
        case "preservation": self = .preservation(parts[1])
        case "node": self = .node(parts[1])
        case "denyList": self = .denyList(parts[1])
        case "revoker": self = .revoker(parts[1])
        default: return nil
        }
    }

    /// The store, node or endpoint.
    var name: String {
        switch self {
        case .store(let name), .preservation(let name), .node(let name), .denyList(let name),
            .revoker(let name):
            name
        }
    }

    /// As the ledger stores it.
    var text: String {
        switch self {
        case .store(let name): "store/\(name)"
        case .preservation(let name): "preservation/\(name)"
        case .node(let name): "node/\(name)"
        case .denyList(let name): "denyList/\(name)"
        case .revoker(let name): "revoker/\(name)"
        }
    }
}
