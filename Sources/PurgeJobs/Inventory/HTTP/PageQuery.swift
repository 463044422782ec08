/// A target to which parameters are added.
struct PageQuery {
    private var bytes: [UInt8]

    init(_ target: RequestTarget) { bytes = Array(target.bytes) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Adds a parameter behind the others, its value percent-encoded.
    mutating func append(_ name: String, _ value: [UInt8]) {
        bytes.append(bytes.contains(UInt8(ascii: "?")) ? UInt8(ascii: "&") : UInt8(ascii: "?"))
        bytes +=
            PercentEncoding.encoded(Array(name.utf8)) + [UInt8(ascii: "=")] + PercentEncoding.encoded(value)
    }

    func target() throws(HTTPSyntaxError) -> RequestTarget { try RequestTarget(bytes) }

    /// The names of the parameters that a target has, decoded where they can be.
    static func names(in target: RequestTarget) -> [String] {
        guard let start = target.bytes.firstIndex(of: UInt8(ascii: "?")) else { return [] }

        return target.bytes[(start + 1)...].split(separator: UInt8(ascii: "&")).map { pair in
            let name = Array(pair.prefix { $0 != UInt8(ascii: "=") })
            return String(decoding: PercentEncoding.decoded(name) ?? name, as: UTF8.self)
        }
    }
}
