/// Where clips' bytes live: the origin side.
///
/// What a store can do beside looking is told by the abilities below.
///
/// ## Writing a store
/// Every effect takes the evidence that the plan holds and compares it first: nothing there is `gone`, something
/// else there is `different`, both without an effect. An effect that finds its work done answers `already`.
/// Return only after the effect is durable. Never touch anything that the key does not name. Throw `StoreError`
/// when you cannot tell: the attempt then stays unknown, is read again and repeated.
package protocol ClipStore: Sendable {
    var name: String { get }

    /// What the store knows of an object now; no effect.
    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState
}

/// A store that can make an object unreachable and take that back.
package protocol ClipDisabling: ClipStore {
    /// Makes the store refuse the object, reversibly.
    ///
    /// `place` is unique to the run and the same in every attempt: the store keeps the hidden bytes under it.
    func disable(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome

    /// Undoes a disable of the same place.
    func restore(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome
}

/// A store that can destroy an object's bytes, every version.
package protocol ClipDeleting: ClipStore {
    /// Destroys the bytes of an object that was disabled into `place`.
    func delete(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome
}
