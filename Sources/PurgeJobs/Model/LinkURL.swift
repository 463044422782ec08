/// One absolute URL exactly as it was published.
package struct LinkURL: ByteKey {
    package static let maximumLength = 8192

    package let bytes: [UInt8]

    /// Takes 1 to 8,192 visible ASCII bytes; nil for anything that could not go on a request line as it stands.
    package init?(_ bytes: some Collection<UInt8>) {
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return nil
        }

        self.bytes = Array(bytes)
    }

    package init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Takes bytes that were a valid URL when they were stored.
    init(stored bytes: [UInt8]) { self.bytes = bytes }
}
