/// An absolute `http` or `https` URL, taken apart for a request.
///
/// There is no general URL type in between on purpose: parsers differ in which host a hostile URL names.
/// This one takes the plain form only and refuses the rest. It was chosen so that what it accepts libcurl
/// reads in the same way: libcurl is handed origin and target apart, never the URL.
struct HTTPURL: Hashable, Sendable {
    let origin: HTTPOrigin
    let target: RequestTarget

    /// Takes the bytes of a URL.
    ///
    /// An empty path becomes `/`; scheme and host are lower-cased; nothing else changes.
    /// Throws the first thing that is wrong: scheme, user name, host, port, fragment or a forbidden byte.
    init(_ bytes: some BidirectionalCollection<UInt8>) throws(HTTPSyntaxError) {
        guard let scheme = Self.scheme(of: bytes) else { throw .scheme }
        let rest = bytes.dropFirst(scheme.rawValue.utf8.count + 3)
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        let (host, port) = try Authority.split(authority)
        origin = HTTPOrigin(scheme, try HostName(host), port: port)
        guard Self.hasBrackets(authority) == (origin.host.text.utf8.contains(UInt8(ascii: ":"))) else {
            throw .host
        }
        let tail = rest.dropFirst(authority.count)
        if tail.first == UInt8(ascii: "/") {
            target = try RequestTarget(tail)
        } else {
            target = try RequestTarget([UInt8(ascii: "/")] + Array(tail))
        }
    }

    /// Takes text, as its UTF-8 bytes.
    init(_ text: String) throws(HTTPSyntaxError) { try self.init(text.utf8) }

    private static func scheme(of bytes: some BidirectionalCollection<UInt8>) -> HTTPOrigin.Scheme? {
        [HTTPOrigin.Scheme.https, .http].first { scheme in
            let start = "\(scheme.rawValue)://".utf8
            return start.count <= bytes.count
                && zip(start, bytes).allSatisfy { expected, byte in
                    expected == byte || (isLetter(byte) && expected == byte | 0x20)
                }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func hasBrackets(_ authority: some Collection<UInt8>) -> Bool {
        authority.first == UInt8(ascii: "[")
    }
}
