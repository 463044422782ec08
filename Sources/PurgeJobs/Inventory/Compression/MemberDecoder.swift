/// Expands what a compressed file consists of, one part after the other: gzip's members, zstd's frames.
///
/// Memory is the format's window and never grows with what is expanded.
protocol MemberDecoder: AnyObject {
    /// What the format calls such a part, for people.
    var word: String { get }

    /// Whether a part may begin with these bytes, of which there are up to four.
    func canBegin(with head: ArraySlice<UInt8>) -> Bool

    /// Makes ready for a part's first byte.
    ///
    /// - Throws: `corrupt` when the library refuses, which it has no reason to.
    func begin() throws(MemberFlaw)

    /// Expands `input` from `start` on, into `output` from `filled` on, as far as either reaches.
    ///
    /// - Throws: what is wrong with the part; nothing more can be had from it.
    func expand(
        _ input: [UInt8],
        from start: Int,
        into output: inout [UInt8],
        at filled: Int
    ) throws(MemberFlaw) -> MemberStep
}
