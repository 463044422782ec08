/// A link that is to be probed at an edge now.
struct DueSight: Sendable {
    let link: Int64
    let item: Int64
    let url: LinkURL
    let family: String
    let host: String
    /// The length of what it served, where a store said so.
    let size: Int64?
    /// Whether a store held the object before the takedown (R17).
    let isProven: Bool
    let round: Int
    /// The clip that it belongs to, which a rule may name; nil where nobody knows it.
    var clip: ClipID?
    /// What it is to be in the end.
    var wanted = PlannedItem.Wanted.dark
}
