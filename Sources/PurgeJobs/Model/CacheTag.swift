/// A label that an origin puts on what it serves, so that a cache can be made to forget all of it at once.
///
/// It names one clip's copies and never everything: empty tags, wildcards and separators are no tags (R7).
package struct CacheTag: ByteKey {
    /// Caches limit a tag, or the header field that lists tags; this fits all of them.
    package static let maximumLength = 128

    package let bytes: [UInt8]

    /// Takes 1 to 128 visible ASCII bytes without `*`, comma and quotes; nil for anything else.
    ///
    /// A space or a comma would make two tags of one, and the second could be anybody's.
    package init?(_ bytes: some Collection<UInt8>) {
        guard (1...Self.maximumLength).contains(bytes.count),
            bytes.allSatisfy({ $0 > 32 && $0 < 127 && !Self.forbidden.contains($0) })
        else { return nil }

        self.bytes = Array(bytes)
    }

    package init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Takes bytes that were a valid tag when they were stored.
    init(stored bytes: [UInt8]) { self.bytes = bytes }

    private static let forbidden = Array("*,;\"'\\".utf8)
}
