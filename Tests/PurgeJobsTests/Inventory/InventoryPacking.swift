/// How the bytes of an inventory lie in its file.
enum InventoryPacking: CaseIterable {
    case plain
    case gzip
    /// Members of a few bytes, and empty ones between them.
    case gzipInSmallMembers
    case zstd
    /// Frames of a few bytes, and skippable and empty ones between them.
    case zstdInSmallFrames

    var suffix: String {
        switch self {
        case .plain: ""
        case .gzip, .gzipInSmallMembers: ".gz"
        case .zstd, .zstdInSmallFrames: ".zst"
        }
    }

    func packed(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .plain: bytes
        case .gzip: Compressed.gzip(bytes)
        case .zstd: Compressed.zstd(bytes)
        case .gzipInSmallMembers: Self.pieces(bytes).flatMap { Compressed.gzip($0) + Compressed.gzip([]) }
        case .zstdInSmallFrames:
            Self.pieces(bytes).flatMap { Compressed.zstd($0) + Compressed.skippable + Compressed.zstd([]) }
        }
    }

    /// At most some hundred pieces, of seven bytes where there are not many, which cut rows in every way.
    private static func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        let size = max(7, bytes.count / 400)
        // Without any, an empty piece stands for the file.
        guard !bytes.isEmpty else { return [[]] }

        return stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
    }
}
