/// The name of one run, made by us: sortable by time, short enough to type at 03:00.
///
/// 40 bits of milliseconds since 2020 and 23 random bits, printed as thirteen digits of Crockford's base 32.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
    /// As the ledger stores it; positive.
    let number: Int64

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let digitCount = 13
    /// 2020-01-01, in milliseconds since 1970.
    private static let start: Int64 = 1_577_836_800_000

    package var description: String {
        let digits = (0..<Self.digitCount).reversed().map { Self.alphabet[Int(number >> (5 * $0) & 31)] }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Takes an id as it was printed, in either case; nil for anything else.
    package init?(_ text: String) {
        let digits = text.lowercased().utf8.map { Self.alphabet.firstIndex(of: $0) }
        guard digits.count == Self.digitCount, let first = digits[0], first < 8 else { return nil }

        var value: Int64 = 0
        for digit in digits {
            guard let digit else { return nil }

            value = value << 5 | Int64(digit)
        }
        number = value
    }

    /// Takes a number that was an id when it was stored.
    init(stored number: Int64) { self.number = number }

    /// Makes the id of a run begun at that time.
    init(at time: Timestamp, random: UInt32 = .random(in: 0 ... .max)) {
        let milliseconds = max(0, time.microseconds / 1000 - Self.start) & 0xff_ffff_ffff
        number = milliseconds << 23 | Int64(random & 0x7f_ffff)
    }
}
