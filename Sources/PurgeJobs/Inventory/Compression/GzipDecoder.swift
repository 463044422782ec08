internal import CCompression

/// gzip's members, by zlib, which checks each one's CRC-32 and length (RFC 1952 section 2.3.1).
@safe
final class GzipDecoder: MemberDecoder {
    let word = "gzip member"
    /// zlib keeps the address of this structure, so it has to stay where it is.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Throws: `outOfMemory`.
    init() throws(MemberFlaw) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe ccompression_begin_gzip(stream) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        // Of a stream that never began it frees nothing.
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func canBegin(with head: ArraySlice<UInt8>) -> Bool { head.starts(with: [0x1f, 0x8b, 8]) }

    func begin() throws(MemberFlaw) {
        guard unsafe inflateReset(stream) == Z_OK else { throw .corrupt("it cannot begin anew") }
    }

    func expand(
        _ input: [UInt8],
        from start: Int,
        into output: inout [UInt8],
        at filled: Int
    ) throws(MemberFlaw) -> MemberStep {
        let given = input.count - start
        let room = output.count - filled
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                // inflate reads its input only; the field has no const without ZLIB_CONST.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress.map { unsafe $0 + start }
                )
                unsafe stream.pointee.avail_in = UInt32(given)
                unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + filled }
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        let step = unsafe MemberStep(
            consumed: given - Int(stream.pointee.avail_in),
            produced: room - Int(stream.pointee.avail_out),
            isEnd: status == Z_STREAM_END
        )
        switch status {
        // Z_BUF_ERROR: there was nothing to take, or no room.
        case Z_OK, Z_STREAM_END, Z_BUF_ERROR: return step
        case Z_MEM_ERROR: throw .outOfMemory
        default:
            throw .corrupt(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "invalid data")
        }
    }
}
