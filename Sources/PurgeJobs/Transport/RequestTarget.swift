/// Path and query of a request, byte for byte as they will stand on the wire.
///
/// Nothing is decoded, encoded, folded or shortened: a cache keeps a link under its exact bytes.
struct RequestTarget: Hashable, Sendable {
    /// With a zero byte at the end, as libcurl wants it.
    let terminated: [UInt8]

    /// Takes bytes that begin with `/` and hold no control byte, space or `#`; throws what is wrong.
    ///
    /// Bytes from 0x80 are taken and sent as they are.
    init(_ bytes: some Collection<UInt8>) throws(HTTPSyntaxError) {
        guard bytes.first == UInt8(ascii: "/") else { throw .relativeTarget }
        for (offset, byte) in bytes.enumerated() {
            guard byte > 32, byte != 127 else { throw .targetByte(byte, offset: offset) }
            guard byte != UInt8(ascii: "#") else { throw .fragment }
        }
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count + 1)
        copy += bytes
        copy.append(0)
        terminated = copy
    }

    /// Takes text, as its UTF-8 bytes.
    init(_ text: String) throws(HTTPSyntaxError) { try self.init(text.utf8) }

    var bytes: ArraySlice<UInt8> { terminated.dropLast() }
}
