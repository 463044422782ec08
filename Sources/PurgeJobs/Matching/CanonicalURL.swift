/// A URL in the one spelling that all its equivalent spellings share.
///
/// Equivalent are (RFC 3986 section 6.2): scheme and host in any case, a default port, an empty path, unreserved
/// characters as `%XX`, hexadecimal digits in either case; and beyond it what cannot change the resource: the
/// fragment, a host's one trailing dot, `http` for `https`. Not equivalent, and never folded: the case of the path,
/// the order of the query, double slashes, a trailing slash. What parsers read differently (dot segments,
/// backslashes, users, bytes that are no URL's) is refused, since a guess could take down another clip.
struct CanonicalURL: Hashable, Sendable {
    enum Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        case forbiddenByte
        case otherScheme
        case user
        case badHost
        case badPort
        case badEscape
        case dotSegment

        var description: String {
            switch self {
            case .forbiddenByte: "it holds a space, a control character, a backslash or a byte over 127"
            case .otherScheme: "its scheme is neither http nor https"
            case .user: "it names a user"
            case .badHost: "its host is none; a host of other letters is written in punycode"
            case .badPort: "its port is none"
            case .badEscape: "a '%' is not followed by two hexadecimal digits"
            case .dotSegment: "its path has a '.' or '..' segment"
            }
        }
    }

    /// `host` or `host:port`, lower-case.
    let authority: [UInt8]
    /// From its first `/` on.
    let path: [UInt8]
    /// Without the `?`; empty where there is none.
    let query: [UInt8]

    /// What equal URLs have in common.
    var key: [UInt8] { authority + path + (query.isEmpty ? [] : [UInt8(ascii: "?")] + query) }

    /// Takes a URL with its scheme, as an inventory or a site file publishes it.
    init(published bytes: some Collection<UInt8>) throws(Flaw) {
        try self.init(Array(bytes)[...], defaultScheme: nil)
    }

    /// Takes a URL as a list reports it: made harmless (`hxxp`, `[.]`, `(.)`, `[:]`) or without its scheme.
    init(reported bytes: some Collection<UInt8>) throws(Flaw) {
        try self.init(RefangedURL.of(Array(bytes))[...], defaultScheme: "https")
    }

    private init(_ bytes: ArraySlice<UInt8>, defaultScheme: String?) throws(Flaw) {
        guard bytes.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }) else {
            throw .forbiddenByte
        }

        let (scheme, rest) = Self.scheme(bytes)
        guard let scheme = scheme ?? defaultScheme, let port = ["http": 80, "https": 443][scheme] else {
            throw .otherScheme
        }

        let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
        authority = try Self.authority(rest[..<end], defaultPort: port)
        let target = rest[end...].prefix { $0 != UInt8(ascii: "#") }
        let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        path = mark == target.startIndex ? [UInt8(ascii: "/")] : try Self.unescaped(target[..<mark])
        query = try Self.unescaped(target[mark...].dropFirst())
        let segments = path.split(separator: UInt8(ascii: "/"))
        guard !segments.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) else {
            throw .dotSegment
        }
    }

    /// The bytes with the escapes of unreserved characters replaced by these, and all others in upper case.
    static func unescaped(_ bytes: ArraySlice<UInt8>) throws(Flaw) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return Array(bytes) }

        return try replacingEscapes(bytes) { PercentEncoding.encoded([$0]) }
    }

    /// The bytes with every escape replaced by what it stands for, once.
    static func decoded(_ bytes: ArraySlice<UInt8>) throws(Flaw) -> [UInt8] {
        try replacingEscapes(bytes) { [$0] }
    }

    private static func replacingEscapes(
        _ bytes: ArraySlice<UInt8>,
        _ replacement: (UInt8) -> [UInt8]
    ) throws(Flaw) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
            result += rest[..<percent]
            guard let byte = Hexadecimal.bytes(of: rest[percent...].dropFirst().prefix(2))?.first else {
                throw .badEscape
            }

            result += replacement(byte)
            rest = rest[(percent + 3)...]
        }
        return result + rest
    }

    /// The lower-cased scheme, where a `://` ends one, and what follows it.
    private static func scheme(_ bytes: ArraySlice<UInt8>) -> (scheme: String?, rest: ArraySlice<UInt8>) {
        let end = bytes.firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
        guard let colon = bytes[..<end].lastIndex(of: UInt8(ascii: ":")), colon + 1 == end,
            bytes[end...].starts(with: "//".utf8)
        else { return (nil, bytes) }

        return (String(decoding: bytes[..<colon], as: UTF8.self).lowercased(), bytes[(end + 2)...])
    }

    private static func authority(_ bytes: ArraySlice<UInt8>, defaultPort: Int) throws(Flaw) -> [UInt8] {
        guard !bytes.contains(UInt8(ascii: "@")) else { throw .user }

        let isAddress = bytes.first == UInt8(ascii: "[")
        let from = isAddress ? bytes.firstIndex(of: UInt8(ascii: "]")) ?? bytes.endIndex : bytes.startIndex
        let colon = bytes[from...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        let host = try host(bytes[..<colon])
        let digits = bytes[colon...].dropFirst()
        guard !digits.isEmpty else { return host }
        guard digits.count <= 5, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
        else { throw .badPort }

        return port == defaultPort ? host : host + Array(":\(port)".utf8)
    }

    private static func host(_ bytes: ArraySlice<UInt8>) throws(Flaw) -> [UInt8] {
        var host = bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        if host.last == UInt8(ascii: ".") { host.removeLast() }
        guard !host.isEmpty, host.allSatisfy(isHostByte) else { throw .badHost }

        return host
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"):
            true
        default:
            false
        }
    }
}
