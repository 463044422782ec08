/// Splits the part of a URL between `//` and the path.
enum Authority {
    /// Returns the host without brackets and the port, if one is written.
    ///
    /// Throws `.userInfo` when there is an `@`, `.host` for unbalanced brackets or bytes that are not
    /// ASCII, `.port` for an empty port or one outside 1 to 65535.
    static func split(
        _ bytes: some BidirectionalCollection<UInt8>
    ) throws(HTTPSyntaxError) -> (host: String, port: UInt16?) {
        guard !bytes.contains(UInt8(ascii: "@")) else { throw .userInfo }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .host }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("[") else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count == 2 ? try port(parts[1]) : nil)
        }
        guard let close = text.firstIndex(of: "]") else { throw .host }
        let host = String(text[text.index(after: text.startIndex)..<close])
        guard host.contains(":") else { throw .host }
        let rest = text[text.index(after: close)...]
        if rest.isEmpty { return (host, nil) }
        guard rest.hasPrefix(":") else { throw .host }
        return (host, try port(rest.dropFirst()))
    }

    private static func port(_ text: Substring) throws(HTTPSyntaxError) -> UInt16 {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(text), port > 0
        else { throw .port }
        return port
    }
}
