/// The kinds of steps of an item.
package enum StepKind: String, CaseIterable, Sendable {
    /// Make one cache node refuse one link, whatever it holds.
    case block
    /// Make one clip's share tokens, short links or signatures invalid at one endpoint.
    case revoke
    /// Make the store refuse one object, reversibly.
    case disable
    /// Ask the store itself whether the object is out of reach.
    case confirm
    /// Put the bytes of one disabled object aside for a hold; done only while a hold asks for it.
    case preserve
    /// Make one cache node forget one link; later passes are the rebound purge and purges of what is lit again.
    case purge
    /// Make one cache node forget everything that carries one of the clip's tags; passes as with `purge`.
    case purgeTag
    /// Destroy the bytes of one disabled object.
    case delete
    /// Undo the disable of one object.
    case restore
    /// Lift the block of one link at one cache node.
    case unblock

    /// Whether it changes anything outside: then it needs an intent.
    package var isEffect: Bool { self != .confirm }

    /// Whether it is done beside the stages of its item, and keeps none of them waiting but the end.
    package var isBesides: Bool { [.block, .revoke, .unblock, .preserve].contains(self) }

    /// Whether an item is not done before it is.
    ///
    /// A block is a stopgap: an item that is dark without it needs it no more.
    package var isAwaited: Bool { self != .block }
}
