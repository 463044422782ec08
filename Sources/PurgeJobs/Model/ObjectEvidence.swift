/// What a store says of one object: enough to tell later whether it is still the same one.
package struct ObjectEvidence: Hashable, Sendable, CustomStringConvertible {
    /// The store's identity of these very bytes: device and inode, or version id and ETag.
    package let identity: String
    /// In bytes.
    package let size: Int64

    package var description: String { "\(identity) of \(size) bytes" }

    package init(identity: String, size: Int64) {
        self.identity = identity
        self.size = size
    }
}
