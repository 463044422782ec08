/// Bytes as they may stand in one part of a URL.
package enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Every byte but RFC 3986's unreserved ones as `%XX`.
    package static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.allSatisfy(isUnreserved) else { return bytes }

        return bytes.flatMap { byte in
            isUnreserved(byte)
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    /// The bytes with every `%XX` undone; nil where a `%` has no two hexadecimal digits after it.
    package static func decoded(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.next(), let low = rest.next(),
                let value = Hexadecimal.bytes(of: [high, low])
            else { return nil }

            decoded += value
        }
        return decoded
    }

    /// Whether RFC 3986 section 2.3 calls the byte unreserved: letters, digits, `-`, `.`, `_`, `~`.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
