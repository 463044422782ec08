/// What a file's first bytes say that it is.
enum InventoryHead {
    /// Refuses what text editors, spreadsheets and compressors make of a file.
    ///
    /// - Throws: `notAnInventory`, `unreadable`.
    static func check(
        _ bytes: inout InventoryBytes,
        _ compression: InventoryCompression,
        source: String
    ) throws(InventoryError) {
        let head = try bytes.head(4)
        let why: String? =
            if head.starts(with: [0xef, 0xbb, 0xbf]) {
                "it begins with a byte order mark; save it as UTF-8 without one"
            } else if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
                "it is UTF-16; save it as UTF-8"
            } else if head.prefix(2).contains(0) {
                "it holds NUL bytes, as UTF-16 does; save it as UTF-8"
            } else if let name = Self.compression(of: head) {
                compression == .none
                    ? "it is compressed; end its name in .gz or .zst, or set 'compression: \(name)' in the job"
                    : "it is compressed twice; compress it once"
            } else {
                nil
            }
        if let why { throw InventoryError(source: source, cause: .notAnInventory(why)) }
    }

    private static func compression(of head: ArraySlice<UInt8>) -> InventoryCompression.RawValue? {
        if head.starts(with: [0x1f, 0x8b]) { return InventoryCompression.gzip.rawValue }
        if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return InventoryCompression.zstd.rawValue }
        return nil
    }
}
