/// Where a step acts, which is also the queue that it waits in: a store, or one node of a cache.
enum StepPlace: Hashable, Sendable {
    case store(String)
    case node(String)

    /// As the ledger stores it.
    var text: String {
        switch self {
        case .store(let name): "store/\(name)"
        case .node(let name): "node/\(name)"
        }
    }
}
