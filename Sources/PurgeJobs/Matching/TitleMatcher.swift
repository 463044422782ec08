/// A title pattern, ready to be held against titles in a time that depends on their length alone.
///
/// All states of the pattern's automaton are bits of one number, moved on together by each scalar of the title (Baeza-Yates
/// and Gonnet, "A New Approach to Text Searching", CACM 35(10), 1992). Nothing is ever tried twice, so there is no
/// title, however hostile, that takes long.
struct TitleMatcher: Sendable {
    /// As many scalars beside `*` as one number has bits, less the one for the end.
    private static let capacity = UInt128.bitWidth - 1

    /// Positions at which each scalar of the pattern stands.
    private var places: [Unicode.Scalar: UInt128] = [:]
    /// Positions at which any scalar may stand.
    private var anywhere: UInt128 = 0
    /// Positions before which a `*` stands.
    private var waiting: UInt128 = 0
    /// The position after the last.
    private let end: UInt128

    init(_ pattern: TitlePattern) {
        let composed = FoldedTitle(pattern.text).scalars
        // A few scalars compose to several; a pattern that would be too long by that is taken as it is written.
        let scalars = composed.count <= Self.capacity ? composed : Array(pattern.text.unicodeScalars)
        var position: UInt128 = 1
        for scalar in scalars {
            switch scalar {
            case "*":
                waiting |= position
                continue
            case "?": anywhere |= position
            default: places[scalar, default: 0] |= position
            }
            position <<= 1
        }
        end = position
    }

    /// Whether the whole title fits.
    func matches(_ title: FoldedTitle) -> Bool {
        var states: UInt128 = 1
        for scalar in title.scalars {
            let moved = states & (anywhere | (places[scalar] ?? 0))
            states = (states & waiting) | (moved << 1)
            if states == 0 { return false }
        }
        return states & end != 0
    }
}
