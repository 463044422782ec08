/// What a store says of one object: enough to tell later whether it is still the same one.
package struct ObjectEvidence: Hashable, Sendable, CustomStringConvertible {
    /// The store's identity of these very bytes: device and inode, version id and ETag, a row with its columns.
    package let identity: String
    /// In bytes; nil where the store does not say.
    package let size: Int64?

    package var description: String { size.map { "\(identity) of \($0) bytes" } ?? identity }

    package init(identity: String, size: Int64?) {
        self.identity = identity
        self.size = size
    }

    /// Identities are bytes: two that Unicode takes for one are two (R8).
    package static func == (left: Self, right: Self) -> Bool {
        left.identity.utf8.elementsEqual(right.identity.utf8) && left.size == right.size
    }

    /// Whether both cannot be of the same bytes: what only one of them says contradicts nothing.
    package func contradicts(_ other: Self) -> Bool {
        guard identity.utf8.elementsEqual(other.identity.utf8) else { return true }
        guard let size, let otherSize = other.size else { return false }

        return size != otherSize
    }
}
