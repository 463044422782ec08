/// The bytes of one object as they were put aside for a hold.
package struct PreservedBytes: Hashable, Sendable, CustomStringConvertible {
    /// How they came where they are.
    package enum Way: String, CaseIterable, Sendable {
        /// The file system keeps them once, under both names, until one is written to (a reflink).
        case shared
        /// They are the very bytes that were hidden: a rename.
        case moved
        /// They were read and written anew, and the hidden ones are still where they were.
        case copied
    }

    /// SHA-256 of the bytes.
    package let digest: Digest
    package let size: Int64
    package let way: Way

    package var description: String { "sha256 \(digest) of \(size) bytes, \(way.rawValue)" }

    package init(digest: Digest, size: Int64, way: Way) {
        self.digest = digest
        self.size = size
        self.way = way
    }
}
