/// What a site file says of the answers of a store that is asked.
enum AnswerText {
    static let longestPlace = 256
    static let longestValue = 64
    static let longestPause = Duration.seconds(3600)
    static let longestPromise = Duration.seconds(7 * 86_400)

    /// Where something stands in an answer: a header's name, or a JSON Pointer.
    ///
    /// - Throws: a flaw for neither.
    static func place(_ text: String) throws(ScalarFlaw) -> AnswerPlace {
        guard text.utf8.count <= longestPlace, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            let place = AnswerPlace(text)
        else {
            throw ScalarFlaw(
                "is no place in an answer",
                "write a header such as 'ETag', or a JSON Pointer such as '/clip/status'"
            )
        }

        return place
    }

    /// A value that may stand there.
    ///
    /// - Throws: a flaw for more than 64 bytes.
    static func value(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.count <= longestValue else {
            throw ScalarFlaw("is too long", "keep it under 64 bytes")
        }

        return text
    }

    /// A status that says that an object is refused to everybody, or held by nobody.
    ///
    /// - Throws: a flaw for what may have another cause: 403 speaks of who asks.
    static func away(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard EndpointStatuses.mayBeAway(status) else {
            throw ScalarFlaw(
                "never says that of an object",
                "name successes, 404, 409, 410, 412, 422 or 451"
            )
        }

        return status
    }

    /// A status that says that a promise was not kept.
    ///
    /// - Throws: a flaw for what speaks of who asks, how and how often.
    static func failed(_ text: String) throws(ScalarFlaw) -> Int {
        let status = try NumberText.whole(100...599)(text)
        guard EndpointStatuses.mayBeAlready(status) else {
            throw ScalarFlaw("never says that of a promise", "name successes, 404, 409, 410, 412 or 422")
        }

        return status
    }
}
