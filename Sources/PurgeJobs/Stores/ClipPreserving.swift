/// A place beside a store where bytes are kept for a hold, apart from what the store does with them.
///
/// ## Writing one
/// What is preserved was disabled before, so that nothing waits for it. Every effect can be repeated after a crash at
/// any point and then answers as if it were the first; it is durable before it is answered. Nothing else is kept: no
/// second copy, no remains of one that broke off.
package protocol ClipPreserving: Sendable {
    /// Keeps the bytes of an object that was disabled into `place`.
    func preserve(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> PreserveOutcome

    /// Gives kept bytes back to their ordinary life: they are where the disable put them, as before, and only there.
    func release(
        _ key: ObjectKey,
        _ kept: PreservedBytes,
        place: String
    ) async throws(StoreError) -> StoreOutcome

    /// Destroys kept bytes.
    func destroy(
        _ key: ObjectKey,
        place: String
    ) async throws(StoreError) -> StoreOutcome

    /// What is kept of an object, read anew; nil where nothing is.
    func keptDigest(of key: ObjectKey, place: String) async throws(StoreError) -> Digest?
}
