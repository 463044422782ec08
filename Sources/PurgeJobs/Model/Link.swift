/// One URL that a link family expands to for a clip.
package struct Link: Hashable, Sendable {
    package let family: String
    /// `host` or `host:port`, lower-case.
    package let host: String
    package let url: LinkURL
    /// The values of the family's variables in it, joined by `/`.
    package let variant: String

    package init(family: String, host: String, url: LinkURL, variant: String = "") {
        self.family = family
        self.host = host
        self.url = url
        self.variant = variant
    }

    /// The lower-case authority of an absolute http or https URL; nil where there is none or it names a user.
    package static func host(of url: LinkURL) -> String? {
        let text = String(decoding: url.bytes, as: UTF8.self)
        let lowered = text.lowercased()
        guard let scheme = LinkFamily.Scheme.allCases.first(where: { lowered.hasPrefix("\($0.rawValue)://") })
        else { return nil }

        let authority = lowered.dropFirst(scheme.rawValue.count + 3).prefix { !"/?#".contains($0) }
        return authority.isEmpty || authority.contains("@") ? nil : String(authority)
    }
}
