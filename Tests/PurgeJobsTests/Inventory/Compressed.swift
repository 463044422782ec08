import CCompression

/// Compresses by the libraries themselves.
enum Compressed {
    /// A frame that every reader skips (RFC 8878 section 3.1.2).
    static let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]

    /// One member (RFC 1952): a deflated stream without zlib's own header and checksum, between gzip's.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        var stream = [UInt8](repeating: 0, count: Int(size))
        let status = unsafe compress2(&stream, &size, bytes, UInt(bytes.count), 6)
        precondition(status == Z_OK)
        let checksum = UInt32(truncatingIfNeeded: unsafe crc32(0, bytes, UInt32(bytes.count)))
        let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        return header + stream[2..<(Int(size) - 4)] + little(checksum)
            + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// One frame, with its checksum.
    static func zstd(_ bytes: [UInt8]) -> [UInt8] {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory") }
        defer { _ = unsafe ZSTD_freeCCtx(context) }
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        var frame = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = unsafe ZSTD_compress2(context, &frame, frame.count, bytes, bytes.count)
        precondition(ZSTD_isError(size) == 0)
        return Array(frame[..<size])
    }

    /// A frame with nothing in it that asks for a window of 2 to the power of `windowLog` (RFC 8878 section 3.1.1).
    static func zstdFrame(windowLog: UInt8) -> [UInt8] {
        let magic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
        let header: [UInt8] = [0, (windowLog - 10) << 3]
        let lastBlock: [UInt8] = [1, 0, 0]
        return magic + header + lastBlock
    }

    private static func little(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
