/// What a backslash in a string of JSON stands for (RFC 8259 section 7).
enum JSONEscape {
    /// The end of the escape that begins at `index`; a surrogate must be followed by its other half.
    static func end(of index: Int, _ bytes: Span<UInt8>) throws(RowFlaw) -> Int {
        try scalar(at: index, bytes).end
    }

    /// The bytes that a checked string stands for.
    static func decoded(_ token: JSONLexer.Token, _ bytes: Span<UInt8>) throws(RowFlaw) -> [UInt8] {
        guard token.hasEscapes else {
            return Array(capacity: token.range.count) { output in
                for index in token.range { output.append(bytes[index]) }
            }
        }

        var result: [UInt8] = []
        result.reserveCapacity(token.range.count)
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            if bytes[index] == UInt8(ascii: "\\") {
                let escape = try scalar(at: index, bytes)
                result.append(contentsOf: String(escape.scalar).utf8)
                index = escape.end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func scalar(
        at index: Int,
        _ bytes: Span<UInt8>
    ) throws(RowFlaw) -> (scalar: Unicode.Scalar, end: Int) {
        guard index + 1 < bytes.count else { throw .unexpectedEnd }

        switch bytes[index + 1] {
        case UInt8(ascii: "\""): return ("\"", index + 2)
        case UInt8(ascii: "\\"): return ("\\", index + 2)
        case UInt8(ascii: "/"): return ("/", index + 2)
        case UInt8(ascii: "b"): return ("\u{8}", index + 2)
        case UInt8(ascii: "f"): return ("\u{c}", index + 2)
        case UInt8(ascii: "n"): return ("\n", index + 2)
        case UInt8(ascii: "r"): return ("\r", index + 2)
        case UInt8(ascii: "t"): return ("\t", index + 2)
        case UInt8(ascii: "u"): return try unicodeScalar(at: index, bytes)
        default: throw .invalidEscape
        }
    }

    private static func unicodeScalar(
        at index: Int,
        _ bytes: Span<UInt8>
    ) throws(RowFlaw) -> (scalar: Unicode.Scalar, end: Int) {
        let first = try unit(at: index, bytes)
        if let scalar = Unicode.Scalar(first) { return (scalar, index + 6) }

        guard (0xd800...0xdbff).contains(first), index + 7 < bytes.count,
            bytes[index + 6] == UInt8(ascii: "\\"), bytes[index + 7] == UInt8(ascii: "u")
        else { throw .loneSurrogate }

        let second = try unit(at: index + 6, bytes)
        guard (0xdc00...0xdfff).contains(second) else { throw .loneSurrogate }

        let value = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
        guard let scalar = Unicode.Scalar(value) else { throw .loneSurrogate }

        return (scalar, index + 12)
    }

    private static func unit(at index: Int, _ bytes: Span<UInt8>) throws(RowFlaw) -> UInt16 {
        guard index + 6 <= bytes.count else { throw .unexpectedEnd }

        var value: UInt16 = 0
        for place in (index + 2)..<(index + 6) {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(bytes[place] - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(bytes[place] - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt16(bytes[place] - 55)
            default: throw .invalidEscape
            }
        }
        return value
    }
}
