/// What makes an entry the same one in every version of its list, whatever line it stands on: what it names, as bytes.
package enum EntryIdentity {
    /// Nil for a malformed entry, which names nothing.
    package static func of(_ value: ListEntry.Value) -> [UInt8]? {
        switch value {
        case .clip(let id): tagged("clip", id.bytes)
        case .url(let url, _): tagged("url", url.bytes)
        case .hash(let hash): tagged(hash.algorithm.rawValue, hash.bytes)
        case .rule(let rule): tagged("rule", Array("\(rule.version)".utf8))
        case .malformed: nil
        }
    }

    /// Every entry that a text could stand for, as it is written in a list; which one it is, only the list can tell.
    package static func candidates(_ text: String) -> [[UInt8]] {
        var values: [ListEntry.Value] = []
        if let id = ClipID(text) { values.append(.clip(id)) }
        if let url = LinkURL(text) { values.append(.url(url, clip: nil)) }
        values += MediaHash.Algorithm.allCases.compactMap { MediaHash($0, hex: text.utf8).map { .hash($0) } }
        // Of a rule, which is all that its list holds, the version is what a person writes.
        let version = text.utf8.allSatisfy({ (48...57).contains($0) }) ? Int(text) : nil
        return values.compactMap(of) + [version.map { tagged("rule", Array("\($0)".utf8)) }].compactMap { $0 }
    }

    private static func tagged(_ tag: String, _ bytes: [UInt8]) -> [UInt8] { Array(tag.utf8) + [0] + bytes }
}
