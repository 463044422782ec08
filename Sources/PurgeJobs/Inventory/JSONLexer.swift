/// Reads the tokens of one line of JSON (RFC 8259), strictly: what two parsers could read in two ways is refused.
///
/// Foundation's decoder accepts UTF-16, NUL and duplicate fields, and keeps the first of these where others keep
/// the last. Every method takes the same bytes; the lexer only knows where in them it stands.
struct JSONLexer {
    /// A string between its quotes.
    struct Token {
        let range: Range<Int>
        let hasEscapes: Bool
    }

    static let maximumDepth = 64

    private(set) var position = 0

    /// The byte at which it stands; nil at the end.
    func peek(_ bytes: Span<UInt8>) -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    /// Goes past `byte` if it is the next one.
    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }

        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(RowFlaw) {
        guard position < bytes.count else { throw .unexpectedEnd }
        guard bytes[position] == byte else { throw .unexpectedByte }

        position += 1
    }

    /// Goes past a string; it is checked whole, whether anybody wants it or not.
    mutating func string(_ bytes: Span<UInt8>) throws(RowFlaw) -> Token {
        try expect(UInt8(ascii: "\""), bytes)
        let start = position
        var index = start
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                position = index + 1
                return Token(range: start..<index, hasEscapes: hasEscapes)
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index = try JSONEscape.end(of: index, bytes)
            } else if byte < 32 {
                throw .controlCharacter
            } else if byte < 128 {
                index += 1
            } else {
                index = try Self.endOfScalar(at: index, bytes)
            }
        }
        throw .unexpectedEnd
    }

    /// Whether all of it is UTF-8.
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 128 {
                index += 1
            } else {
                do throws(RowFlaw) { index = try endOfScalar(at: index, bytes) } catch { return false }
            }
        }
        return true
    }

    /// Goes past a number and returns where it stood.
    mutating func number(_ bytes: Span<UInt8>) throws(RowFlaw) -> Range<Int> {
        let start = position
        _ = take(UInt8(ascii: "-"), bytes)
        if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "."), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try digits(bytes)
        }
        return start..<position
    }

    /// Goes past any value that begins here, at that depth, checking all of it.
    mutating func skipValue(_ bytes: Span<UInt8>, depth: Int) throws(RowFlaw) {
        guard let first = peek(bytes) else { throw .unexpectedEnd }

        switch first {
        case UInt8(ascii: "\""): _ = try string(bytes)
        case UInt8(ascii: "{"): try skipObject(bytes, depth: depth + 1)
        case UInt8(ascii: "["): try skipArray(bytes, depth: depth + 1)
        case UInt8(ascii: "t"): try literal("true", bytes)
        case UInt8(ascii: "f"): try literal("false", bytes)
        case UInt8(ascii: "n"): try literal("null", bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number(bytes)
        default: throw .unexpectedByte
        }
    }

    private mutating func skipObject(_ bytes: Span<UInt8>, depth: Int) throws(RowFlaw) {
        guard depth <= Self.maximumDepth else { throw .tooDeep }

        try expect(UInt8(ascii: "{"), bytes)
        skipSpace(bytes)
        guard !take(UInt8(ascii: "}"), bytes) else { return }

        repeat {
            skipSpace(bytes)
            _ = try string(bytes)
            try colon(bytes)
            try skipValue(bytes, depth: depth)
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "}"), bytes)
    }

    private mutating func skipArray(_ bytes: Span<UInt8>, depth: Int) throws(RowFlaw) {
        guard depth <= Self.maximumDepth else { throw .tooDeep }

        try expect(UInt8(ascii: "["), bytes)
        skipSpace(bytes)
        guard !take(UInt8(ascii: "]"), bytes) else { return }

        repeat {
            skipSpace(bytes)
            try skipValue(bytes, depth: depth)
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "]"), bytes)
    }

    /// Goes past the colon between a field's name and its value, and the space around it.
    mutating func colon(_ bytes: Span<UInt8>) throws(RowFlaw) {
        skipSpace(bytes)
        try expect(UInt8(ascii: ":"), bytes)
        skipSpace(bytes)
    }

    private mutating func literal(_ text: String, _ bytes: Span<UInt8>) throws(RowFlaw) {
        for byte in text.utf8 { try expect(byte, bytes) }
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(RowFlaw) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw position == bytes.count ? .unexpectedEnd : .invalidNumber }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    /// The end of the scalar that begins at `index` with a byte over 127 (RFC 3629 section 4: no overlong forms, no
    /// surrogates, nothing over U+10FFFF).
    private static func endOfScalar(at index: Int, _ bytes: Span<UInt8>) throws(RowFlaw) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch bytes[index] {
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: length = 4
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: throw .invalidUTF8
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { throw .invalidUTF8 }

        for next in (index + 2)..<max(index + 2, index + length) where !(0x80...0xbf).contains(bytes[next]) {
            throw .invalidUTF8
        }
        return index + length
    }
}
