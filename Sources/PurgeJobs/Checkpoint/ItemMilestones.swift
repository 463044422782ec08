/// When the last effect of each kind for an item was done.
package struct ItemMilestones: Sendable {
    package private(set) var blocked: Timestamp?
    package private(set) var disabled: Timestamp?
    package private(set) var purged: Timestamp?
    /// The last purge after the first: the rebound, and what followed it.
    package private(set) var purgedAgain: Timestamp?

    mutating func note(_ kind: StepKind, isAgain: Bool, _ at: Timestamp) {
        switch kind {
        case .block: blocked = at
        case .disable: disabled = at
        case .purge, .purgeTag:
            if isAgain { purgedAgain = max(purgedAgain ?? at, at) } else { purged = max(purged ?? at, at) }
        default: break
        }
    }
}
