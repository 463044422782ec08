/// A platform's own moderation API as a store, as a site file describes it.
///
/// Nothing is known of such an API but what the file says: how it is asked, and what which answers mean.
struct HTTPStore: StoreAdapter, Hashable {
    /// How an object is looked up, and where in the answer stands what it is.
    struct Lookup: Hashable, Sendable {
        enum Meaning: Hashable, Sendable {
            case there
            case hidden
            case gone
        }

        let request: StoreRequest
        let rules: AnswerRules<Meaning>
        let identity: AnswerPlace
        /// Nil where the API does not say how long an object is.
        let size: AnswerPlace?
    }

    /// How one effect is asked for.
    struct Effect: Hashable, Sendable {
        enum Meaning: Hashable, Sendable {
            case done
            case already
            case gone
            case pending
        }

        let request: StoreRequest
        let rules: AnswerRules<Meaning>
    }

    /// How it is asked what became of a promise.
    struct Poll: Hashable, Sendable {
        enum Meaning: Hashable, Sendable {
            case done
            case pending
            case failed
        }

        /// Where a promise says where to ask.
        let place: AnswerPlace
        let rules: AnswerRules<Meaning>
    }

    /// Longer answers are cut off, and say nothing then.
    static let longestAnswer = 65_536
    static let stepKeyLength = 16

    let lookup: Lookup
    let effects: [StoreAbility: Effect]
    /// Nil where only the object itself can tell.
    let poll: Poll?
    let promise: PromiseTerms
    /// The name of the header with the idempotency key.
    let keyField: String
    let objectsPerRequest = 1

    var abilities: Set<StoreAbility> { Set(effects.keys) }
    var origin: HTTPOrigin { lookup.request.url.origin }
    var tellsSizes: Bool { lookup.size != nil }

    func lookupRequest(for key: ObjectKey) throws(StoreRequestError) -> HTTPRequest {
        try lookup.request.request(with: ["key": key.bytes])
    }

    func effectRequest(
        _ effect: StoreAbility,
        on objects: [(key: ObjectKey, evidence: ObjectEvidence)],
        stepKey: [UInt8]
    ) throws(StoreRequestError) -> HTTPRequest {
        guard objects.count == 1, let object = objects.first else { throw .count }
        guard stepKey.count == Self.stepKeyLength else { throw .stepKey }
        guard let described = effects[effect] else { throw .undescribed(effect) }

        let name = Hexadecimal.text(of: stepKey)
        var request = try described.request.request(with: [
            "key": object.key.bytes, "identity": Array(object.evidence.identity.utf8),
            "stepKey": Array(name.utf8),
        ])
        do {
            try request.fields.append(keyField, name)
        } catch {
            throw .syntax(error)
        }
        return request
    }

    func pollRequest(at url: [UInt8]) throws(StoreRequestError) -> HTTPRequest {
        // What is no URL is on no server of ours.
        guard let parsed = try? HTTPURL(url), parsed.origin == origin else { throw .foreign }

        var request = HTTPRequest(.get, origin, parsed.target)
        request.body = .collect(limit: Self.longestAnswer)
        return request
    }
}
