/// The platform's name for a clip, compared case-sensitively and byte for byte.
package struct ClipID: ByteKey {
    /// Longer ids are refused: no platform has them, and an object key holds at most 1,024 bytes.
    package static let maximumLength = 512

    package let bytes: [UInt8]

    /// Takes 1 to 512 bytes of valid UTF-8 without control characters or white space at the ends; nil otherwise.
    package init?(_ bytes: some Collection<UInt8>) {
        guard (1...Self.maximumLength).contains(bytes.count), let first = bytes.first, first > 32 else {
            return nil
        }

        let copy = Array(bytes)
        guard copy.last.map({ $0 > 32 }) == true, copy.allSatisfy({ $0 >= 32 && $0 != 127 }),
            String(validating: copy, as: UTF8.self) != nil
        else { return nil }

        self.bytes = copy
    }

    package init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Takes bytes that were a valid id when they were stored.
    init(stored bytes: [UInt8]) { self.bytes = bytes }
}
