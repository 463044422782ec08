/// A host that is asked more slowly for a while, because a person said so.
package struct ThrottleOverview: Hashable, Sendable {
    package let subject: String
    /// Requests a second.
    package let rate: Double
    package let reason: String
    package let user: String
    package let host: String
    package let createdAt: Timestamp
    package let until: Timestamp

    /// All of it, as a sentence without its end.
    package var words: String {
        "\(subject) is throttled to \(rate) requests a second by \(VisibleText.of(user)) until \(until): "
            + VisibleText.of(reason)
    }
}
