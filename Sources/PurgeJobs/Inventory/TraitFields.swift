/// Which fields of a row say what only rules ask for.
package struct TraitFields: Hashable, Sendable {
    /// When the clip was cut, as RFC 3339 writes it.
    package var created: String?
    /// The tag of its language.
    package var language: String?
    package var title: String?

    /// The names of Twitch's Get Clips.
    package static let standard = Self(created: "created_at", language: "language", title: "title")

    package init(created: String? = nil, language: String? = nil, title: String? = nil) {
        self.created = created
        self.language = language
        self.title = title
    }
}
