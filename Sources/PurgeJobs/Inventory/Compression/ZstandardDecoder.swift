internal import CCompression

/// zstd's frames, by libzstd, which checks a frame's checksum where it has one.
@safe
final class ZstandardDecoder: MemberDecoder {
    /// Binary logarithm of the largest window that is expanded, 8 MiB: what every decoder should support and no
    /// encoder should exceed unasked (RFC 8878 section 3.1.1.1.2).
    ///
    /// `zstd` stays below it up to level 19; `--ultra` and `--long` go beyond.
    static let windowLog: Int32 = 23

    let word = "zstd frame"
    private let context: OpaquePointer

    /// - Throws: `outOfMemory`.
    init() throws(MemberFlaw) {
        guard let context = unsafe ZSTD_createDCtx() else { throw .outOfMemory }

        unsafe self.context = context
        let status = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
        guard ZSTD_isError(status) == 0 else { throw .outOfMemory }
    }

    deinit { _ = unsafe ZSTD_freeDCtx(context) }

    /// A frame, or one that is to be skipped; formats from before 2016, which libzstd may know too, are none.
    func canBegin(with head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: [0x28, 0xb5, 0x2f, 0xfd])
            || head.count == 4 && head.dropFirst().elementsEqual([0x2a, 0x4d, 0x18])
                && head.first.map { $0 & 0xf0 == 0x50 } == true
    }

    func begin() throws(MemberFlaw) {
        let status = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        guard ZSTD_isError(status) == 0 else { throw .corrupt("it cannot begin anew") }
    }

    func expand(
        _ input: [UInt8],
        from start: Int,
        into output: inout [UInt8],
        at filled: Int
    ) throws(MemberFlaw) -> MemberStep {
        var consumed = 0
        var produced = 0
        let status = unsafe input.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBytes { output in
                var from = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: start)
                var into = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: filled)
                let status = unsafe ZSTD_decompressStream(context, &into, &from)
                consumed = unsafe from.pos - start
                produced = unsafe into.pos - filled
                return status
            }
        }
        guard ZSTD_isError(status) != 0 else {
            return MemberStep(consumed: consumed, produced: produced, isEnd: status == 0)
        }

        switch ZSTD_getErrorCode(status) {
        case ZSTD_error_frameParameter_windowTooLarge: throw .windowTooLarge
        case ZSTD_error_memory_allocation: throw .outOfMemory
        default: throw .corrupt(unsafe String(cString: ZSTD_getErrorName(status)))
        }
    }
}
