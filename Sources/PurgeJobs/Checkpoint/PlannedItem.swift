/// A matched clip as the planner hands it to the ledger: what will be done to it, and why.
struct PlannedItem: Sendable {
    /// An object behind the clip, with what its store said of it before anything was done.
    struct Object: Sendable {
        let store: String
        let key: ObjectKey
        let family: String
        /// Nil where the store had no such object.
        let evidence: ObjectEvidence?
    }

    /// A link, the cache nodes that must forget it, and the edges at which it is probed.
    struct Target: Sendable {
        let link: Link
        /// The length of what it serves, where a store says so.
        let size: Int64?
        /// Whether a store held an object of the link's family before the takedown (R17).
        var isProven: Bool
        let nodes: [String]
        let edges: [String]
    }

    let clip: Clip
    let state: ItemState
    let cause: String?
    let category: String
    let matches: [Match]
    let objects: [Object]
    var targets: [Target]
    /// Whether the bytes are destroyed in the end.
    let isDeleted: Bool
    /// Whether a person named this very clip: then a former run's word that it is down is no reason to leave it.
    var isNamed = false

    /// The same clip, with links that a former run has proven.
    func proven() -> Self {
        var item = self
        for index in item.targets.indices { item.targets[index].isProven = true }
        return item
    }

    /// The same clip, not acted on, with the reason.
    func left(as state: ItemState, _ cause: String) -> Self {
        Self(
            clip: clip,
            state: state,
            cause: cause,
            category: category,
            matches: matches,
            objects: [],
            targets: [],
            isDeleted: false
        )
    }
}
