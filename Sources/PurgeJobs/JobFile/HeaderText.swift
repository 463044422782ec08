/// Names and values of headers.
enum HeaderText {
    /// Headers that the transport writes itself, in lower case.
    static let reserved: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "range", "te", "trailer", "upgrade",
        "expect", "http2-settings", "keep-alive", "proxy-connection",
    ]

    /// Headers by which caches keep copies apart, and which carry nothing that is secret or says who asks.
    static let variants = [
        "Accept", "Accept-Encoding", "Accept-Language", "DPR", "Origin", "Referer", "Save-Data",
        "Sec-CH-UA-Mobile",
        "Sec-CH-UA-Platform", "User-Agent", "Viewport-Width", "Width",
    ]

    /// The name of a header that a variant of a probe may have, in any case.
    ///
    /// - Throws: a flaw for any other: a probe carries no credential (R13), and no cache-buster (R6).
    static func variant(_ text: String) throws(ScalarFlaw) -> String {
        guard variants.contains(where: { $0.lowercased() == text.lowercased() }) else {
            throw ScalarFlaw(
                "is no header for variants",
                NearestName.remedy(for: text, among: variants, "headers")
            )
        }

        return text
    }

    /// A header's value.
    ///
    /// - Throws: a flaw for anything but up to 256 visible ASCII characters, with single spaces between.
    static func value(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.allSatisfy({ (32...126).contains($0) }), text.utf8.first != 32, text.utf8.last != 32,
            text.utf8.count <= 256
        else { throw ScalarFlaw("is no header's value", "write up to 256 characters of ASCII") }

        return text
    }

    /// An ETag as it stands in the header, quotes and all (RFC 9110 section 8.8.3).
    ///
    /// - Throws: a flaw without its quotes, or with more inside.
    static func tag(_ text: String) throws(ScalarFlaw) -> String {
        let opaque = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard opaque.utf8.count > 2, opaque.hasPrefix("\""), opaque.hasSuffix("\""),
            opaque.utf8.dropFirst().dropLast().allSatisfy({ $0 > 32 && $0 < 127 && $0 != 34 })
        else { throw ScalarFlaw("is no ETag", "write it with its quotes, such as '\"gone-1\"'") }

        return try value(text)
    }

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
