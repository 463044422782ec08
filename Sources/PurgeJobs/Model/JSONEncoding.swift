/// Bytes as they may stand in a string of JSON.
package enum JSONEncoding {
    /// UTF-8 with a backslash before `"` and `\`, and control characters as `\u00XX` (RFC 8259 section 7).
    package static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case ..<32, 127: Array("\\u00\(Hexadecimal.text(of: CollectionOfOne(byte)))".utf8)
            default: [byte]
            }
        }
    }
}
