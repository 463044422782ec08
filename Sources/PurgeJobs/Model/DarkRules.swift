/// What a site declares to be the look of a link that is gone, beside 404, 410 and 451.
///
/// Nothing here is guessed: what no rule declares is lit or unknown (R5). Controls are read by the same rules, and one
/// that fits is not lit: a rule that fits living clips as well leaves nothing proven (R17).
package struct DarkRules: Hashable, Sendable {
    /// Errors of the client's, such as 403 of a bucket that tells nobody what it lacks.
    package let statuses: Set<Int>
    /// The Locations that say "gone", with `{id}`; each is compared byte for byte.
    package let redirects: [Template]
    /// What is served with success in a clip's place.
    package let placeholders: [Placeholder]

    package static let none = Self()

    package init(statuses: Set<Int> = [], redirects: [Template] = [], placeholders: [Placeholder] = []) {
        self.statuses = statuses
        self.redirects = redirects
        self.placeholders = placeholders
    }

    /// Whether a Location says that the clip is gone.
    package func names(_ location: some Collection<UInt8>, of clip: ClipID) -> Bool {
        redirects.contains { redirect in
            redirect.expanded(["id": clip.bytes], encoding: .url)?.elementsEqual(location) ?? false
        }
    }
}
