/// One store of a site, not opened.
struct StoreSettings: Sendable {
    let name: String
    let kind: StoreKind
}
