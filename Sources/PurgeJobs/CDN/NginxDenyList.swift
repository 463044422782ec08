/// The deny list of an nginx node: the lines of a `map` that docs/caches.md includes twice, once without queries.
///
/// nginx's `map` ignores case, and ids of clips do not: so each line's value is the link itself, which the server
/// compares with what was asked for. Links that differ in case alone, and bytes that no line can hold as they are, are
/// matched by an expression instead, one after the other.
struct NginxDenyList: Sendable {
    /// Longer texts do not fit the map's buckets (`map_hash_bucket_size 512`).
    private static let longestText = 400
    private static let digits = Array("0123456789abcdef".utf8)

    private let links: Set<BlockedLink>

    init(_ links: Set<BlockedLink>) { self.links = links }

    /// The file, the same for the same links.
    var bytes: [UInt8] {
        let entries = Dictionary(grouping: links.map { Self.text(of: $0) }, by: Self.folded)
        let lines = entries.values.flatMap { group in
            group.map { group.count == 1 && Self.isPlain($0) ? Self.line($0) : Self.expression($0) }
        }
        let header = Array("# Written by Purge, whole, at every change; edits are lost.\n".utf8)
        return header + lines.sorted { $0.lexicographicallyPrecedes($1) }.joined()
    }

    /// What nginx looks up: `$host$uri`, or `$host $args $uri`, since neither host nor query holds a space.
    private static func text(of link: BlockedLink) -> [UInt8] {
        guard let query = link.query else { return link.host + link.path }

        return link.host + [32] + query + [32] + link.path
    }

    private static func folded(_ text: [UInt8]) -> [UInt8] {
        text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    private static func isPlain(_ text: [UInt8]) -> Bool {
        text.count <= longestText && text.allSatisfy { $0 >= 32 && $0 != 127 && !"\"\\$".utf8.contains($0) }
    }

    private static func line(_ text: [UInt8]) -> [UInt8] {
        let quoted = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
        return quoted + [32] + quoted + Array(";\n".utf8)
    }

    /// An expression that matches the text alone: every byte that could mean something else stands as its number.
    private static func expression(_ text: [UInt8]) -> [UInt8] {
        let escaped = text.flatMap { byte in
            PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: ".") || byte == UInt8(ascii: "/")
                ? [byte] : Array("\\x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        let hasQuery = text.prefix { $0 != UInt8(ascii: "/") }.contains(32)
        let value = hasQuery ? "$host $args $uri" : "$host$uri"
        return Array("\"~\\A".utf8) + escaped + Array("\\z\" \"\(value)\";\n".utf8)
    }
}
