/// What to match and what to do, as a job file says.
struct TakedownJob: Sendable {
    let name: String
    let inventories: [InventoryJob]
    let lists: [ReportList]
    /// What is meant by what inventories say of clips, beside what lists name.
    let rules: [ClipRule]
    let action: TakedownAction
    /// Whether the links are refused at the edges, before anything else is done.
    let isBlocking: Bool
    /// Whether the plan names clips close to its own, for people to look at.
    let seeksRelatives: Bool
    let guardLimit: Guard
    let verification: VerificationPolicy
    /// SHA-256 of the file's bytes.
    let digest: Digest

    /// Whether the clips are those that its lists name, wherever else their links are looked up.
    var isNamed: Bool { inventories.contains(where: \.isNamed) }
}
