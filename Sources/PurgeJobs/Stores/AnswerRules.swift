/// What the answers to one kind of request mean: by their status and, where one status can mean several things, by a value.
///
/// What is not declared means nothing, and is never a success.
struct AnswerRules<Meaning: Hashable & Sendable>: Hashable, Sendable {
    /// A value in an answer that says what a status does not.
    struct Value: Hashable, Sendable {
        let place: AnswerPlace
        let meanings: [String: Meaning]
    }

    let statuses: [Int: Meaning]
    /// The meaning whose statuses leave it to the value what the answer means.
    let open: Meaning
    let value: Value?

    /// What an answer means; nil for one that was not declared.
    func meaning(of response: HTTPResponse, _ body: JSONAnswer?) -> Meaning? {
        guard let meaning = statuses[response.status] else { return nil }
        guard meaning == open, let value else { return meaning }

        return value.place.text(in: response, body).flatMap { value.meaning(of: $0) }
    }

    /// The meanings that an answer can have.
    var meanings: Set<Meaning> {
        var all = Set(statuses.values)
        if let value, all.remove(open) != nil { all.formUnion(value.meanings.values) }
        return all
    }

    var isInBody: Bool { value?.place.isInBody == true }
}

extension AnswerRules.Value {
    /// Compared as bytes.
    fileprivate func meaning(of text: String) -> Meaning? {
        meanings.first { $0.key.utf8.elementsEqual(text.utf8) }?.value
    }
}
