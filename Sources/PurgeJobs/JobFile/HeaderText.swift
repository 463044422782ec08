/// The name of a request's header.
enum HeaderText {
    /// Headers that the transport writes itself, in lower case.
    private static let reserved: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "range", "te", "trailer", "upgrade",
    ]

    /// A token of RFC 9110 section 5.6.2.
    ///
    /// - Throws: a flaw for anything else, and for headers that say where a request goes or ends.
    static func parse(_ text: String) throws(ScalarFlaw) -> String {
        let isToken = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        guard isToken, (1...256).contains(text.utf8.count) else {
            throw ScalarFlaw("is no header's name", "write a name such as X-Purge-Token")
        }
        guard !reserved.contains(text.lowercased()) else {
            throw ScalarFlaw("is a header that Purge writes itself", "name another")
        }

        return text
    }
}
