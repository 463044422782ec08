internal import CCurl

/// An IPv4 or IPv6 address.
///
/// An IPv4 address written as IPv6 (`::ffff:a.b.c.d`) *is* that IPv4 address, so that it cannot
/// slip past a rule for IPv4.
struct IPAddress: Hashable, Sendable {
    let isV4: Bool
    /// The address as a number; IPv4 in the low 32 bits.
    let value: UInt128

    init(v4 value: UInt32) {
        isV4 = true
        self.value = UInt128(value)
    }

    init(v6 value: UInt128) {
        isV4 = value >> 32 == 0xffff
        self.value = isV4 ? value & 0xffff_ffff : value
    }

    /// Reads dotted decimal with four parts, or IPv6 without brackets and zone; nil for all else.
    ///
    /// The loose forms that C resolvers accept (`0x7f.1`, `127.1`, `2130706433`) are no addresses here.
    init?(_ text: String) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return Int32(0) }
            return unsafe ccurl_parse_address(text, base)
        }
        guard count > 0, !text.utf8.contains(0) else { return nil }
        self.init(bytes, count: Int(count))
    }

    /// Reads the address that libcurl is about to connect to; nil for any other family.
    init?(_ address: UnsafePointer<curl_sockaddr>) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return Int32(0) }
            return unsafe ccurl_address_bytes(address, base)
        }
        guard count > 0 else { return nil }
        self.init(bytes, count: Int(count))
    }

    /// Reads the text that libcurl gives for a connection's peer; nil if it gives none.
    init?(_ text: UnsafePointer<CChar>) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return Int32(0) }
            return unsafe ccurl_parse_address(text, base)
        }
        guard count > 0 else { return nil }
        self.init(bytes, count: Int(count))
    }

    private init(_ bytes: InlineArray<16, UInt8>, count: Int) {
        var value: UInt128 = 0
        for index in 0..<count { value = value << 8 | UInt128(bytes[index]) }
        self = count == 4 ? IPAddress(v4: UInt32(value)) : IPAddress(v6: value)
    }

    /// Whether the address is one of the public internet.
    ///
    /// IPv4: all but the special-purpose blocks of the IANA registry, multicast, the reserved end and
    /// one cloud's metadata service that sits in public space. IPv6: nothing outside 2000::/3, which
    /// excludes loopback, unique local, link-local, multicast and NAT64 at once, less the special blocks
    /// in it (6to4 and Teredo carry an IPv4 address that may be private).
    /// Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6890, RFC 4291 section 2.4.
    var isPublic: Bool {
        if isV4 { return !Self.specialV4.contains { contains($0) } }
        return contains(Self.globalUnicast) && !Self.specialV6.contains { contains($0) }
    }

    /// Whether it is this machine's own: 127.0.0.0/8 or ::1.
    var isLoopback: Bool { isV4 ? value >> 24 == 127 : value == 1 }

    private func contains(_ block: Block) -> Bool {
        let shift = (isV4 ? 32 : 128) - block.length
        return value >> shift == block.prefix >> shift
    }

    private struct Block {
        let prefix: UInt128
        let length: Int

        init(_ prefix: UInt128, _ length: Int) {
            self.prefix = prefix
            self.length = length
        }
    }

    private static let specialV4 = [
        Block(0x0000_0000, 8),  // this network
        Block(0x0a00_0000, 8),  // private
        Block(0x6440_0000, 10),  // carrier-grade NAT; a cloud's metadata service
        Block(0x7f00_0000, 8),  // loopback
        Block(0xa83f_8110, 32),  // 168.63.129.16, a cloud's metadata service
        Block(0xa9fe_0000, 16),  // link-local; metadata services
        Block(0xac10_0000, 12),  // private
        Block(0xc000_0000, 24),  // protocol assignments; a cloud's metadata service
        Block(0xc000_0200, 24),  // documentation
        Block(0xc058_6300, 24),  // 6to4 relays
        Block(0xc0a8_0000, 16),  // private
        Block(0xc612_0000, 15),  // benchmarks
        Block(0xc633_6400, 24),  // documentation
        Block(0xcb00_7100, 24),  // documentation
        Block(0xe000_0000, 4),  // multicast
        Block(0xf000_0000, 4),  // reserved, broadcast
    ]
    private static let globalUnicast = Block(0x2000 << 112, 3)
    private static let specialV6 = [
        Block(0x2001 << 112, 23),  // protocol assignments, Teredo, ORCHID, benchmarks
        Block(0x2001_0db8 << 96, 32),  // documentation
        Block(0x2002 << 112, 16),  // 6to4
        Block(0x3fff << 112, 20),  // documentation
    ]
}

extension IPAddress: CustomStringConvertible {
    var description: String {
        if isV4 {
            return [24, 16, 8, 0].map { "\(value >> $0 & 0xff)" }.joined(separator: ".")
        }
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: value >> (120 - 8 * $0)) }
        var text = [CChar](repeating: 0, count: 46)
        unsafe text.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe ccurl_format_address(bytes, base)
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
