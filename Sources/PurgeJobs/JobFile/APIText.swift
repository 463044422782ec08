/// The parts of an inventory's API as a job file writes them.
enum APIText {
    /// A URL as it was written, and as it is asked for.
    struct URL: Hashable {
        let text: String
        let value: HTTPURL
    }

    /// Parameters that carry secrets by their name; the ledger keeps the job file, so no URL may have one.
    private static let secrets: Set = [
        "access_token", "api_key", "apikey", "client_secret", "key", "password", "secret", "sig", "signature",
        "token",
    ]

    /// An absolute URL.
    ///
    /// - Throws: a flaw for what cannot be asked for, and for a secret in the query.
    static func url(_ text: String) throws(ScalarFlaw) -> URL {
        guard text.utf8.count <= TemplateText.maximumLength, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { throw ScalarFlaw("is no URL", "write up to 2048 visible characters of ASCII") }

        let url: HTTPURL
        do throws(HTTPSyntaxError) {
            url = try HTTPURL(text)
        } catch {
            throw ScalarFlaw("is no URL that can be asked for", "\(error)")
        }
        if PageQuery.names(in: url.target).contains(where: { secrets.contains($0.lowercased()) }) {
            throw ScalarFlaw("has a secret in its query", "write it as 'credential' or 'oauth'")
        }
        return URL(text: text, value: url)
    }

    /// The name of a parameter in a query.
    ///
    /// - Throws: a flaw for anything but letters, digits and `-._~[]$`.
    static func parameter(_ text: String) throws(ScalarFlaw) -> String {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || "[]$".utf8.contains($0) })
        else { throw ScalarFlaw("is no parameter's name", "write it as the API has it, such as 'after'") }

        return text
    }

    /// A client's name at a token endpoint.
    ///
    /// - Throws: a flaw for white space and what is not ASCII.
    static func word(_ text: String) throws(ScalarFlaw) -> String {
        guard (1...256).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw ScalarFlaw("is no client's name", "write it as the API gave it")
        }

        return text
    }

    /// Scopes with single spaces between.
    ///
    /// - Throws: a flaw for anything else.
    static func words(_ text: String) throws(ScalarFlaw) -> String { try HeaderText.value(text) }
}
