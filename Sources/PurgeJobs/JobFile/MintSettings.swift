/// How a family's links are signed, and where the key is.
struct MintSettings: Hashable, Sendable {
    let mint: LinkMint
    /// Its header has no name: the key is sent to nobody.
    let key: CredentialSource
}
