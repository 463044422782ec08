/// What to match and what to do, as a job file says.
struct TakedownJob: Sendable {
    let name: String
    let inventories: [InventoryJob]
    let lists: [ReportList]
    let action: TakedownAction
    let guardLimit: Guard
    let verification: VerificationPolicy
    /// SHA-256 of the file's bytes.
    let digest: Digest
}
