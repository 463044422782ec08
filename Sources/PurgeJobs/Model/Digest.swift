/// A SHA-256 value: of a file, a plan, an event.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    package static let length = 32

    package let bytes: [UInt8]

    /// Takes exactly 32 bytes; nil otherwise.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }

        self.bytes = Array(bytes)
    }

    /// Takes 64 hexadecimal digits; nil otherwise.
    package init?(hex: String) {
        guard let bytes = Hexadecimal.bytes(of: hex.utf8) else { return nil }

        self.init(bytes)
    }

    /// Takes 32 bytes that were a digest when they were made or stored.
    init(stored bytes: [UInt8]) { self.bytes = bytes }

    package var description: String { Hexadecimal.text(of: bytes) }
}
