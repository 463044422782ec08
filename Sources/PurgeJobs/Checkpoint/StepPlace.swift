/// Where a step acts, which is also the queue that it waits in: a store, or one node of a cache.
enum StepPlace: Hashable, Sendable {
    case store(String)
    case node(String)

    /// Takes a text that was a place when it was stored.
    init?(stored text: String) {
        if text.hasPrefix("store/") {
            self = .store(String(text.dropFirst("store/".count)))
        } else if text.hasPrefix("node/") {
            self = .node(String(text.dropFirst("node/".count)))
        } else {
            return nil
        }
    }

    /// As the ledger stores it.
    var text: String {
        switch self {
        case .store(let name): "store/\(name)"
        case .node(let name): "node/\(name)"
        }
    }
}
