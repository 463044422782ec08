/// How far an item has come: it enters a stage when nothing of the one before is open.
package enum ItemStage: Int, CaseIterable, Sendable {
    case disable = 0
    case confirm = 1
    case purge = 2
    /// The second purge, which catches refills.
    case rebound = 3
    case probe = 4
    /// Dark, and perhaps waiting for its deletion.
    case delete = 5
    case finished = 6
}
