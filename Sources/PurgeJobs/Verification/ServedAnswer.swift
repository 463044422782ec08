/// What an edge said of one link, as far as it may be shown: no body and no URL, every text made visible (R15, R20).
package struct ServedAnswer: Hashable, Sendable {
    /// One header field by which a cache or a server names itself.
    package struct Field: Hashable, Encodable, Sendable {
        package let name: String
        package let value: String
    }

    /// Which field told how long the answer has been in a cache.
    package enum Source: String, Sendable {
        case age = "Age"
        case date = "Date"
    }

    package let status: Int
    package let contentType: String?
    /// The length of the whole, whatever part was asked for.
    package let size: Int64?
    package let etag: String?
    package let lastModified: String?
    /// The host that a redirect leads to.
    package let redirectHost: String?
    package let cachedSince: Timestamp?
    package let cachedBy: Source?
    /// Server, Via and what caches say of hits and nodes, in a fixed order.
    package let fields: [Field]

    /// Longer values are cut: they are for people, and an attacker may have chosen them.
    private static let limit = 120
    private static let listedFields = 4
    /// A Date this much older than the answer is that of a stored one; less may be a clock.
    private static let slack: Int64 = 3

    private static let names = [
        "Server", "Via", "Cache-Status", "CDN-Cache-Control", "X-Cache", "X-Cache-Status", "X-Cache-Hits",
        "X-Served-By", "X-Varnish", "X-Proxy-Cache", "X-Cache-Node", "CF-Cache-Status", "CF-RAY",
        "X-Amz-Cf-Pop", "X-Akamai-Cache-Status", "X-CDN", "X-Purge-Block",
    ]

    init(_ response: HTTPResponse, at now: Timestamp) {
        self.init(status: response.status, response.header, at: now)
    }

    init(status: Int, _ header: HeaderBlock, at now: Timestamp) {
        func text(_ name: String) -> String? {
            header.first(name).map { VisibleText.of($0, limit: Self.limit) }
        }

        self.status = status
        contentType = text("content-type")
        size = Self.size(status, header)
        etag = text("etag")
        lastModified = text("last-modified")
        redirectHost = (300..<400).contains(status) ? Self.redirect(header) : nil
        (cachedSince, cachedBy) = Self.cached(header, now)
        fields = Self.names.compactMap { name in
            let values = header.values(of: name).prefix(Self.listedFields)
                .map { VisibleText.of($0, limit: Self.limit) }
            return values.isEmpty ? nil : Field(name: name, value: values.joined(separator: ", "))
        }
    }

    /// The total in Content-Range (RFC 9110 section 14.4), else the length of an answer that is the whole.
    private static func size(_ status: Int, _ header: HeaderBlock) -> Int64? {
        if let range = header.first("content-range"), let slash = range.lastIndex(of: UInt8(ascii: "/")) {
            return number(range[(slash + 1)...])
        }
        return status == 206 ? nil : header.first("content-length").flatMap(number)
    }

    /// When the answer entered a cache: its Age, else a Date that is clearly of the past (RFC 9111 section 4.2.3).
    private static func cached(_ header: HeaderBlock, _ now: Timestamp) -> (Timestamp?, Source?) {
        if let age = header.first("age").flatMap(number) {
            return (now.advanced(by: .seconds(-min(age, Int64(Int32.max)))), .age)
        }
        guard let date = header.first("date").flatMap({ HTTPDate($0) }) else { return (nil, nil) }

        let since = Timestamp(microseconds: Int64(date.seconds) * 1_000_000)
        let isStored = now.duration(since: since) >= .seconds(slack)
        return isStored ? (since, .date) : (nil, nil)
    }

    private static func redirect(_ header: HeaderBlock) -> String? {
        guard let value = header.first("location") else { return nil }

        let host = LinkURL(value).flatMap { Link.host(of: $0) }
        return host.map { VisibleText.of($0, limit: limit) } ?? "the same host"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(digits.count), digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }

        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
