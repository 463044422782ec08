/// A number of bytes as people write it: digits with `B`, `kB`, `MB`, `GB`, `TB` or, in powers of 1,024, `KiB` to `TiB`.
package struct ByteCount: Hashable, Sendable, CustomStringConvertible {
    package let bytes: Int64

    private static let units: [(name: String, bytes: Int64)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]

    package init(bytes: Int64) { self.bytes = bytes }

    /// Takes a whole number of 1 to 6 digits with its unit; nil for anything else.
    package init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard (1...6).contains(digits.utf8.count), let number = Int64(digits),
            let unit = Self.units.first(where: { $0.name == text[digits.endIndex...] }), number > 0
        else { return nil }

        bytes = number * unit.bytes
    }

    /// With one decimal in the largest unit of powers of ten that it fills.
    package var description: String {
        guard let unit = Self.units.dropFirst(4).first(where: { bytes >= $0.bytes }), unit.bytes > 1 else {
            return "\(bytes) B"
        }

        let tenths = bytes / (unit.bytes / 10)
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit.name)" : "\(tenths / 10).\(tenths % 10) \(unit.name)"
    }
}
