/// What the beginning of an nginx cache file says of it: format 5, which nginx has written since 1.19.3, on machines of 64 bits
/// with the least byte first (`ngx_http_file_cache_header_t`).
struct NginxCacheHead: Hashable, Sendable {
    /// Where the line with the key begins.
    private static let length = 336
    private static let mark = Array("\nKEY: ".utf8)
    private static let (startOfHeader, lengthOfVary, vary, longestVary) = (54, 187, 188, 128)

    /// How much has to be read of the file of a key.
    static func length(withKey key: [UInt8]) -> Int { length + mark.count + key.count + 1 }

    /// The names in the `Vary` of the response, as it wrote them; empty without one.
    let vary: [UInt8]

    /// Takes the beginning of a file whose key has to be this one, byte for byte.
    ///
    /// - Throws: `otherFormat` for what is no such file, `otherKey` for that of another link.
    init(_ bytes: [UInt8], key: [UInt8]) throws(CacheFileError) {
        let isOfFormat = bytes.starts(with: [5, 0, 0, 0, 0, 0, 0, 0])
        guard isOfFormat, bytes.count > Self.length + Self.mark.count,
            bytes[Self.length...].starts(with: Self.mark), bytes[Self.lengthOfVary] <= Self.longestVary
        else { throw .otherFormat }

        let line = key + [UInt8(ascii: "\n")]
        let end = Self.length + Self.mark.count + line.count
        let start = Int(bytes[Self.startOfHeader]) + Int(bytes[Self.startOfHeader + 1]) << 8
        guard bytes[(Self.length + Self.mark.count)...].starts(with: line), start == end else {
            throw .otherKey
        }

        vary = Array(bytes[Self.vary..<(Self.vary + Int(bytes[Self.lengthOfVary]))])
    }
}
