/// The kinds of steps of an item, in the order of their stages.
package enum StepKind: String, CaseIterable, Sendable {
    /// Make the store refuse one object, reversibly.
    case disable
    /// Ask the store itself whether the object is out of reach.
    case confirm
    /// Make one cache node forget one link; later passes are the rebound purge and purges of what is lit again.
    case purge
    /// Destroy the bytes of one disabled object.
    case delete

    /// Whether it changes anything outside: then it needs an intent.
    package var isEffect: Bool { self != .confirm }

    /// The stage of an item in which steps of the kind are sent.
    package var stage: ItemStage {
        switch self {
        case .disable: .disable
        case .confirm: .confirm
        case .purge: .purge
        case .delete: .delete
        }
    }
}
