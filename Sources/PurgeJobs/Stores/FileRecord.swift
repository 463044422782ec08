/// What the kernel says of one name in a directory, its last link not followed.
struct FileRecord: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case regular
        case link
        case other
    }

    let node: FileNode
    let kind: Kind
    /// In bytes.
    let size: Int64
    /// How many names the bytes have; more than one keeps them alive after a delete.
    let links: UInt64

    /// The evidence of these bytes: `device:inode`, then ` links:N` when they have other names too.
    var evidence: ObjectEvidence {
        let others = links > 1 ? " links:\(links)" : ""
        return ObjectEvidence(identity: "\(node)\(others)", size: size)
    }

    /// Whether the bytes are the very ones that `evidence` tells of, under any number of names.
    ///
    /// Names elsewhere come and go with backups; they make the bytes no other bytes.
    func matches(_ evidence: ObjectEvidence) -> Bool {
        node.isNamed(by: evidence) && size == evidence.size
    }
}
