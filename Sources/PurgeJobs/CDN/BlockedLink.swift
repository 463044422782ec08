/// A link as a deny list knows it, the same for every spelling: host, path as servers resolve it, query if it has one.
struct BlockedLink: Hashable, Sendable {
    /// In lower case, without its port.
    let host: [UInt8]
    /// With percent-encodings undone, slashes merged, `.` and `..` resolved: nginx's `$uri`.
    let path: [UInt8]
    /// As written, without its `?`; nil for a link that is refused whatever query follows.
    let query: [UInt8]?

    /// Reads a published link.
    ///
    /// - Throws: `BlockError` for one that would block more than itself, or that no server has.
    init(_ link: LinkURL) throws(BlockError) {
        let url: HTTPURL
        do {
            url = try HTTPURL(link.bytes)
        } catch {
            throw .syntax(error)
        }
        let target = url.target.bytes
        let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        host = Array(url.origin.host.authority.utf8)
        path = try Self.resolved(try Self.decoded(target[..<mark]))
        let rest = target[mark...].dropFirst()
        query = rest.isEmpty ? nil : Array(rest)
        guard path != [UInt8(ascii: "/")] || query != nil else { throw .frontPage }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(BlockError) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit),
                high << 4 | low != 0
            else { throw .unservable }

            decoded.append(high << 4 | low)
        }
        return decoded
    }

    private static func resolved(_ path: [UInt8]) throws(BlockError) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        var segments: [ArraySlice<UInt8>] = []
        let written = path.split(separator: slash, omittingEmptySubsequences: false).dropFirst()
        for segment in written where !segment.isEmpty && !segment.elementsEqual(".".utf8) {
            if segment.elementsEqual("..".utf8) {
                guard segments.popLast() != nil else { throw .unservable }
            } else {
                segments.append(segment)
            }
        }
        let isFolder =
            written.last.map { [[], Array(".".utf8), Array("..".utf8)].contains(Array($0)) } ?? true
        let end = isFolder && !segments.isEmpty ? [slash] : []
        return [slash] + segments.joined(separator: [slash]) + end
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
