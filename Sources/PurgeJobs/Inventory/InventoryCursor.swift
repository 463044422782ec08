/// Where a walk of one source stands, and of which source.
package struct InventoryCursor: Hashable, Sendable, Codable {
    /// What the source was when the walk began: device, inode, size and modification time of a file.
    package let identity: String
    /// Bytes consumed.
    package let offset: Int64
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
