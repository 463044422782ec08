/// How far one call of a decoder came.
struct MemberStep: Hashable {
    /// Bytes of the input that it took.
    let consumed: Int
    /// Bytes of the output that it wrote.
    let produced: Int
    /// The part has ended, its checksum holds, and all of it was written.
    let isEnd: Bool
}
