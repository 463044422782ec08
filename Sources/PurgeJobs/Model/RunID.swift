/// The name of one run, made by us: sortable by time, short enough to type at 03:00.
///
/// Thirteen characters of Crockford's base 32 without vowels' look-alikes: 40 bits of milliseconds since
/// 2020 and 25 random bits.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    package var description: String { text }

    /// Takes an id as it was printed; nil for anything else.
    package init?(_ text: String) {
        let folded = text.lowercased()
        guard folded.utf8.count == 13, folded.allSatisfy(Self.alphabet.contains) else { return nil }

        self.text = folded
    }

    /// Makes the id of a run begun at that time.
    init(at time: Timestamp, random: UInt32 = .random(in: 0 ... .max)) {
        let sinceStart = UInt64(max(0, time.microseconds / 1000 - 1_577_836_800_000)) & 0xff_ffff_ffff
        var value = sinceStart << 25 | UInt64(random & 0x1ff_ffff)
        var digits: [Character] = []
        for _ in 0..<13 {
            digits.append(Self.alphabet[Int(value & 31)])
            value >>= 5
        }
        text = String(digits.reversed())
    }
}
