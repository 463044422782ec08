/// Reads one row after the other into clips.
///
/// A flaw in what a row says is kept until the whole row has been read: a row that breaks off must be known as
/// broken, whatever else is wrong with it, or a cut file would pass for a whole one.
struct ClipRowReader {
    static let maximumFields = 1024

    private let tree: InventoryFieldTree
    private var lexer = JSONLexer()
    private var draft = ClipDraft()
    /// Hashes of the field names of the open objects that the map touches.
    ///
    /// Equal names have equal hashes, so no duplicate is missed; two names that collide (about once in 10^16
    /// schemas) would make their rows bad.
    private var seen: [UInt64] = []

    init(_ tree: InventoryFieldTree) { self.tree = tree }

    /// The clip that a line without its newline stands for.
    mutating func clip(in bytes: Span<UInt8>) throws(RowFlaw) -> Clip {
        lexer = JSONLexer()
        draft = ClipDraft()
        seen.removeAll(keepingCapacity: true)
        lexer.skipSpace(bytes)
        guard lexer.peek(bytes) == UInt8(ascii: "{") else { throw .notAnObject }

        try object(bytes, level: 0, depth: 1)
        lexer.skipSpace(bytes)
        guard lexer.position == bytes.count else { throw .trailingBytes }
        return try draft.clip()
    }

    private mutating func object(_ bytes: Span<UInt8>, level: Int, depth: Int) throws(RowFlaw) {
        let base = seen.count
        try lexer.expect(UInt8(ascii: "{"), bytes)
        lexer.skipSpace(bytes)
        if !lexer.take(UInt8(ascii: "}"), bytes) {
            repeat {
                lexer.skipSpace(bytes)
                let index = try field(bytes, level: level, base: base)
                try lexer.colon(bytes)
                if let index {
                    try value(bytes, of: tree.levels[level][index], depth: depth)
                } else {
                    try lexer.skipValue(bytes, depth: depth)
                }
                lexer.skipSpace(bytes)
            } while lexer.take(UInt8(ascii: ","), bytes)
            try lexer.expect(UInt8(ascii: "}"), bytes)
        }
        seen.removeSubrange(base...)
    }

    /// Goes past a field's name and returns its place in the level, where the map wants it.
    private mutating func field(_ bytes: Span<UInt8>, level: Int, base: Int) throws(RowFlaw) -> Int? {
        let token = try lexer.string(bytes)
        let decoded = token.hasEscapes ? try JSONEscape.decoded(token, bytes) : nil
        let hash = decoded.map { InventoryFieldTree.hash($0) } ?? Self.hash(token.range, bytes)
        guard seen.count - base < Self.maximumFields else {
            draft.note(.tooManyFields)
            return nil
        }

        var index = base
        while index < seen.count {
            if seen[index] == hash { draft.note(.duplicateField) }
            index += 1
        }
        seen.append(hash)
        return tree.levels[level].firstIndex { field in
            guard field.hash == hash else { return false }

            return decoded.map { $0 == field.name } ?? Self.isEqual(field.name, token.range, bytes)
        }
    }

    private mutating func value(
        _ bytes: Span<UInt8>,
        of field: InventoryFieldTree.Field,
        depth: Int
    ) throws(RowFlaw) {
        guard let first = lexer.peek(bytes) else { throw .unexpectedEnd }

        switch (field.target, first) {
        case (_, UInt8(ascii: "n")):
            try lexer.skipValue(bytes, depth: depth)
        case (.level(let level), UInt8(ascii: "{")):
            guard depth < JSONLexer.maximumDepth else { throw .tooDeep }

            try object(bytes, level: level, depth: depth + 1)
        case (.value(let role), UInt8(ascii: "-")), (.value(let role), UInt8(ascii: "0")...UInt8(ascii: "9")):
            draft.keep(number: try lexer.number(bytes), bytes, as: role, field.path)
        case (.value(let role), UInt8(ascii: "\"")):
            let text = try JSONEscape.decoded(try lexer.string(bytes), bytes)
            if !text.isEmpty { draft.keep(text, as: role, field.path) }
        case (.value(let role), _) where role.isRemark:
            try lexer.skipValue(bytes, depth: depth)
        default:
            draft.note(.wrongType(field.path))
            try lexer.skipValue(bytes, depth: depth)
        }
    }

    /// `InventoryFieldTree.hash` of a part of a span, which is no sequence.
    private static func hash(_ range: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
        var hash = InventoryFieldTree.emptyHash
        for index in range { hash = InventoryFieldTree.hash(hash, bytes[index]) }
        return hash
    }

    private static func isEqual(_ name: [UInt8], _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard name.count == range.count else { return false }

        for index in name.indices where bytes[range.lowerBound + index] != name[index] { return false }
        return true
    }
}
