/// What a report may say (R20): by default ids and no URLs; to be shared, no ids either and nothing that people wrote.
struct ReportPrivacy: Sendable {
    let hash: KeyedHash
    let isShared: Bool

    static let withheld = "(withheld)"

    /// A clip's name: its id, or a keyed hash of it, the same in every report of the same ledger.
    func clip(_ id: ClipID) -> String {
        isShared ? "clip-\(hash.of(id.bytes))" : VisibleText.of(id.bytes)
    }

    /// A platform's name for a channel, an account or a video, which may lead to a person.
    func name(_ name: [UInt8]) -> String { isShared ? hash.of(name) : VisibleText.of(name) }

    /// Text that people or platforms wrote, and that may name anything.
    func text(_ text: String) -> String { isShared ? Self.withheld : VisibleText.of(text) }

    func text(_ text: String?) -> String? { text.map { self.text($0) } }

    /// Why a guard held the run: its sentence may name channels and entries.
    func sentence(_ stop: GuardStop) -> String {
        isShared ? "\(stop.observed), allowed \(stop.allowed)" : VisibleText.of(stop.sentence)
    }
}
