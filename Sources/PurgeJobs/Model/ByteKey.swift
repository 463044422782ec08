/// A name that is compared and stored byte for byte.
///
/// Swift's `String` equality folds canonically equivalent spellings (NFC and NFD), and lossy decoding
/// merges invalid ones; either would take down the wrong clip or miss the right one. So every id, object
/// key and URL is its bytes, and becomes text only when it is shown.
package protocol ByteKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    var bytes: [UInt8] { get }
}

extension ByteKey {
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The bytes as a person may safely see them.
    package var description: String { VisibleText.of(bytes) }
}
