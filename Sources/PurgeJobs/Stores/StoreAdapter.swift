/// A store that is asked over HTTP, as requests to make and answers to read.
///
/// ## Writing a store that is asked
/// Describe, never act: build requests, read answers. Looking first, comparing what is there with what was planned, sending,
/// pacing, retrying, signing and waiting for what was promised happen elsewhere, once for all (`AskedStoreStep`). Requests come
/// without credentials, which are added last, over the request as it will be sent: so a signature fits in as a header does.
/// An answer that you do not know for a success is a refusal. Only `origin` is ever asked (R13).
protocol StoreAdapter: Sendable {
    /// What it can do beside looking, told from its settings.
    var abilities: Set<StoreAbility> { get }
    /// The one server that is asked.
    var origin: HTTPOrigin { get }
    /// How many objects one request of an effect can name.
    var objectsPerRequest: Int { get }
    /// Whether a look tells how long an object is.
    var tellsSizes: Bool { get }
    /// How what was promised is waited for.
    var promise: PromiseTerms { get }

    /// A request without effect that asks for one object.
    ///
    /// - Throws: `StoreRequestError` for a key that cannot be asked for.
    func lookupRequest(for key: ObjectKey) throws(StoreRequestError) -> HTTPRequest

    /// What the answer to such a request says.
    func lookupAnswer(to response: HTTPResponse) -> LookupAnswer

    /// The request that does something to objects of which the store said that evidence.
    ///
    /// `stepKey` is the idempotency key: the same in every attempt of the same step.
    ///
    /// - Throws: `StoreRequestError` for what cannot be asked for, nothing and too many objects included (R7).
    func effectRequest(
        _ effect: StoreAbility,
        on objects: [(key: ObjectKey, evidence: ObjectEvidence)],
        stepKey: [UInt8]
    ) throws(StoreRequestError) -> HTTPRequest

    /// What the answer says of one of the objects that were named.
    func effectAnswer(to response: HTTPResponse, of effect: StoreAbility, for key: ObjectKey) -> EffectAnswer

    /// The request that asks what became of a promise, at the URL that came with it.
    ///
    /// - Throws: `StoreRequestError.foreign` for a URL elsewhere than at the store's own origin (R13).
    func pollRequest(at url: [UInt8]) throws(StoreRequestError) -> HTTPRequest

    /// What the answer to such a request says.
    func pollAnswer(to response: HTTPResponse) -> PollAnswer
}
