/// How a site tells what it serves, with success, in the place of a clip that is gone.
package enum Placeholder: Hashable, Sendable {
    /// The bytes of its ETag, quotes and all.
    case tag([UInt8])
    /// Its whole length and the bytes of its Content-Type, both.
    case size(length: Int64, type: [UInt8])
    /// The SHA-256 of its first 1,024 bytes, or of all where it has fewer.
    case digest(Digest)

    /// How many bytes a digest is of: the length of a probe's range.
    package static let digestLength = 1024
}
