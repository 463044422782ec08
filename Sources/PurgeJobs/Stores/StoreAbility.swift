/// What a store can be asked to do beside looking, so that a job which asks for more is refused when it is read.
enum StoreAbility: String, CaseIterable, Sendable {
    case disable
    case delete
    case restore
    /// Put hidden bytes aside for a hold.
    case preserve
}
