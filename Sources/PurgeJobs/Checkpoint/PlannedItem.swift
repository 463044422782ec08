/// A matched clip as the planner hands it to the ledger: what will be done to it, and why.
struct PlannedItem: Sendable {
    /// An object behind the clip, with what its store said of it before anything was done.
    struct Object: Sendable {
        let store: String
        let key: ObjectKey
        let family: String
        /// Nil where the store had no such object.
        let evidence: ObjectEvidence?
        /// The run that hid it, where it is to be restored.
        var hiddenBy: RunID?
        /// Whether its bytes can be put aside for a hold.
        var isPreservable = false
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
        /// The nodes whose deny lists are to refuse it, or to refuse it no longer.
        var blockers: [String] = []
        /// What it is to be in the end.
        var wanted = Wanted.dark
    }

    /// What a run wants of a link.
    enum Wanted: String, Sendable {
        case dark
        case lit
    }

    /// Something beside links and objects, named whole: a cache tag at a node, a revocation at an endpoint.
    struct Extra: Sendable {
        let kind: StepKind
        let place: StepPlace
        let target: [UInt8]
    }

    let clip: Clip
    let state: ItemState
    let cause: String?
    let category: String
    let matches: [Match]
    var objects: [Object]
    var targets: [Target]
    var extras: [Extra] = []
    /// Whether the bytes are destroyed in the end.
    let isDeleted: Bool
    /// Whether a person named this very clip: then a former run's word that it is down is no reason to leave it.
    var isNamed = false
    /// Whether it is left because a former run has seen it dark everywhere.
    var isSeenDark = false

    /// The same clip, with links that a former run has proven.
    func proven() -> Self {
        var item = self
        for index in item.targets.indices { item.targets[index].isProven = true }
        return item
    }

    /// The same clip, not acted on, with the reason; `isDark` where a former run has seen it dark everywhere.
    func left(as state: ItemState, _ cause: String, isDark: Bool = true) -> Self {
        var item = Self(
            clip: clip,
            state: state,
            cause: cause,
            category: category,
            matches: matches,
            objects: [],
            targets: [],
            isDeleted: false
        )
        item.isSeenDark = state == .alreadyDown && isDark
        return item
    }
}
