/// A client of Akamai's APIs, as one section of an `.edgerc` file has it.
///
/// https://techdocs.akamai.com/developer/docs/edgegrid
package struct EdgeGridCredential: Sendable {
    /// The API host that belongs to the client; also what is signed, whatever server is asked.
    package let host: String
    package let clientToken: Secret
    package let clientSecret: Secret
    package let accessToken: Secret
    /// How much of a content is signed, in bytes.
    package let contentLimit: Int
    /// The fields that are signed, in this order; none for Fast Purge.
    package let signedFields: [String]

    package static let standardContentLimit = 131_072

    package init(
        host: String,
        clientToken: Secret,
        clientSecret: Secret,
        accessToken: Secret,
        contentLimit: Int = Self.standardContentLimit,
        signedFields: [String] = []
    ) {
        self.host = host
        self.clientToken = clientToken
        self.clientSecret = clientSecret
        self.accessToken = accessToken
        self.contentLimit = contentLimit
        self.signedFields = signedFields
    }

    /// Takes one section; nil where something is missing.
    ///
    /// Keys may be written with dashes, the host as a URL.
    package init?(section name: String, in file: SectionedText) {
        guard let written = file.sections[name] else { return nil }

        let section = Dictionary(written.map { ($0.key.replacing("-", with: "_"), $0.value) }) { first, _ in
            first
        }
        guard let host = section["host"].map(Self.bareHost), !host.isEmpty,
            let clientToken = section["client_token"], let clientSecret = section["client_secret"],
            let accessToken = section["access_token"]
        else { return nil }

        let limit = section["max_body"].flatMap { Int($0) } ?? Self.standardContentLimit
        guard limit > 0 else { return nil }

        self.init(
            host: host,
            clientToken: Secret(clientToken),
            clientSecret: Secret(clientSecret),
            accessToken: Secret(accessToken),
            contentLimit: limit,
            signedFields: section["headers_to_sign"].map {
                $0.split { $0 == "," || $0 == " " }.map(String.init)
            } ?? []
        )
    }

    /// A host that may be written in quotes, as a URL, or with a slash after it.
    private static func bareHost(_ text: String) -> String {
        var host = text.filter { $0 != "\"" }
        for scheme in ["https://", "http://"] where host.hasPrefix(scheme) {
            host.removeFirst(scheme.count)
        }
        return String(host.prefix { $0 != "/" })
    }
}
