/// An endpoint that makes what leads to a clip invalid: its share tokens, its short links, the keys of its signed URLs.
///
/// A plan keeps the revocation, byte for byte (R2); what it is sent with, key and credential, comes at the sending.
/// Revoking what is revoked is a success, so that the same key may be sent twice (R3).
protocol LinkRevoking: CDNAdapter {
    /// What makes everything of a clip invalid.
    ///
    /// - Throws: `RevocationError` for an id that could be read as more than the one clip (R7).
    func revocation(of clip: ClipID) throws(RevocationError) -> Revocation

    /// The request of a planned revocation; `node` is where to connect in place of what DNS says.
    ///
    /// The key, of 16 bytes, is the same whenever the same step is sent again.
    ///
    /// - Throws: `RevocationError` for a revocation that is not this endpoint's (R13), for another key, and for a credential
    ///   that cannot stand in a header.
    func revocationRequest(
        for revocation: Revocation,
        key: [UInt8],
        at node: NodeAddress?,
        credential: (header: String, secret: Secret)?
    ) throws(RevocationError) -> HTTPRequest

    /// What the answer to such a request says.
    func revocationAnswer(to response: HTTPResponse) -> RevocationAnswer
}
