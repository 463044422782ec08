/// What a run makes of a clip that matched.
package enum ItemState: String, CaseIterable, Sendable {
    /// Being taken down, or taken down: its stage and verdicts say how far.
    case planned
    /// A person's exemption keeps it; nothing was or will be sent.
    case exempt
    /// A former run took it down and its tombstone stands.
    case alreadyDown
    /// Left for a person, with a cause: a different object in its place, or attempts used up.
    case setAside
}
