/// How a file of rows is compressed.
package enum InventoryCompression: String, CaseIterable, Hashable, Sendable {
    case none
    /// One or more members (RFC 1952).
    case gzip
    /// One or more frames (RFC 8878).
    case zstd

    /// What the end of a file's name says; a job that names another compression wins.
    init(fileName: String) {
        self = fileName.hasSuffix(".gz") ? .gzip : fileName.hasSuffix(".zst") ? .zstd : .none
    }

    /// - Throws: `outOfMemory`.
    func makeDecoder() throws(MemberFlaw) -> (any MemberDecoder)? {
        switch self {
        case .none: nil
        case .gzip: try GzipDecoder()
        case .zstd: try ZstandardDecoder()
        }
    }
}
