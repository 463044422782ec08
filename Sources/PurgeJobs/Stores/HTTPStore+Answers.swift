// What the answers of a described API mean.
extension HTTPStore {
    func lookupAnswer(to response: HTTPResponse) -> LookupAnswer {
        let body = Self.body(of: response)
        switch lookup.rules.meaning(of: response, body) {
        case .there:
            guard let evidence = evidence(in: response, body) else {
                return .refused(
                    why: "its answer to a lookup lacks the identity, or the size, that the site names"
                )
            }

            return .there(evidence)
        case .hidden: return .hidden(evidence(in: response, body))
        case .gone: return .gone
        case nil:
            return .refused(why: Self.undeclared(response, "a lookup", lookup.rules.value?.place, body))
        }
    }

    func effectAnswer(
        to response: HTTPResponse,
        of effect: StoreAbility,
        for key: ObjectKey
    ) -> EffectAnswer {
        guard let described = effects[effect] else {
            return .refused(why: "\(StoreRequestError.undescribed(effect))")
        }

        let body = Self.body(of: response)
        switch described.rules.meaning(of: response, body) {
        case .done: return .done
        case .already: return .already
        case .gone: return .gone
        case .pending: return .pending(url: promiseURL(in: response, body), after: response.retryAfter)
        case nil:
            return .refused(
                why: Self.undeclared(response, effect.rawValue, described.rules.value?.place, body)
            )
        }
    }

    func pollAnswer(to response: HTTPResponse) -> PollAnswer {
        guard let poll else { return .unclear(why: "the site does not say what polls are answered") }

        let body = Self.body(of: response)
        switch poll.rules.meaning(of: response, body) {
        case .done: return .done
        case .pending: return .pending
        case .failed:
            return .failed(
                why: Self.words("failed, as a poll was answered", response, poll.rules.value?.place, body)
            )
        case nil:
            return .unclear(why: Self.undeclared(response, "a poll", poll.rules.value?.place, body))
        }
    }

    /// Where a promise says where to ask, as an absolute URL; nil where it does not, or names another server (R13).
    private func promiseURL(in response: HTTPResponse, _ body: JSONAnswer?) -> [UInt8]? {
        guard let text = poll?.place.text(in: response, body) else { return nil }

        let isPath = text.utf8.first == UInt8(ascii: "/") && !text.hasPrefix("//")
        let url = Array((isPath ? "\(origin)\(text)" : text).utf8)
        // What is no URL, and what is elsewhere, is not asked: then the object itself tells.
        guard LinkURL(url) != nil, (try? pollRequest(at: url)) != nil else { return nil }

        return url
    }

    private func evidence(in response: HTTPResponse, _ body: JSONAnswer?) -> ObjectEvidence? {
        guard let identity = lookup.identity.text(in: response, body),
            identity.utf8.count <= Self.longestIdentity
        else { return nil }
        guard let place = lookup.size else { return ObjectEvidence(identity: identity, size: nil) }
        guard let size = place.text(in: response, body).flatMap({ Int64($0) }), size >= 0 else { return nil }

        return ObjectEvidence(identity: identity, size: size)
    }

    private static let longestIdentity = 1024
    private static let longestWord = 64

    /// The whole body as JSON; nil of one that is none, or was cut off.
    private static func body(of response: HTTPResponse) -> JSONAnswer? {
        response.isTruncated ? nil : JSONAnswer(response.body)
    }

    private static func undeclared(
        _ response: HTTPResponse,
        _ what: String,
        _ place: AnswerPlace?,
        _ body: JSONAnswer?
    ) -> String {
        words("answered \(what) in a way that the site does not declare", response, place, body)
    }

    private static func words(
        _ text: String,
        _ response: HTTPResponse,
        _ place: AnswerPlace?,
        _ body: JSONAnswer?
    ) -> String {
        let value = place?.text(in: response, body)
            .map { ", '\(VisibleText.of($0, limit: longestWord))'" }
        return "\(text) (\(response.status)\(value ?? ""))"
    }
}
