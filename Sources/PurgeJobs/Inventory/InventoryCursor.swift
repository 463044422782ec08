/// Where a walk of one source stands, and of which source.
package struct InventoryCursor: Hashable, Sendable, Codable {
    /// A part of a compressed file, which can be expanded from its beginning only: gzip's member, zstd's frame.
    package struct Member: Hashable, Sendable, Codable {
        /// Where it begins in the file, in bytes.
        package let begin: Int64
        /// Bytes that the parts before it expand to.
        package let offset: Int64
    }

    /// What the source was when the walk began: device, inode, size and modification time of a file.
    package let identity: String
    /// Bytes consumed, after expansion; pages of an API, files of a tree.
    package let offset: Int64
    /// The part of a compressed file in which the last byte consumed lies; nil before the first, and for a file as it is.
    package var member: Member?
    /// Type and bytes of the last row's key, in a table that is walked by it; of an API, what to ask next, and of a tree
    /// the last file's path, as hexadecimal digits.
    ///
    /// Nil before the first, and elsewhere.
    package var key: String?
    /// A former page of an API, by which one that leads in a circle is known; the last file of a clip in a tree; nil elsewhere.
    package var trail: String?
    /// Lines consumed, blank ones too: what bad rows are numbered by.
    package let lines: Int
    /// Rows consumed, good and bad.
    package let rows: Int
    /// A running hash of the bytes consumed, as hexadecimal digits.
    package let consumed: String
    /// Whether the walk has reached the end.
    package let isComplete: Bool
}

extension InventoryCursor {
    /// Whether the source can be read but once.
    var isStream: Bool { identity == InventoryStream.identity }

    /// The place before the first byte.
    static func start(identity: String) -> Self {
        Self(identity: identity, offset: 0, lines: 0, rows: 0, consumed: "", isComplete: false)
    }
}
