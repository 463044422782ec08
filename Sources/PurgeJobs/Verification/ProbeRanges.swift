/// Which parts of a link are asked for: small ranges at its start, middle and end.
///
/// A cache that keeps slices may have lost the first and serve the rest, so one look at byte 0 is not enough (R6).
/// Middle and end are asked for only where the length is known from a store.
enum ProbeRanges {
    /// The length of a range in bytes.
    static let length: UInt64 = 1024

    /// First and last byte of each range, in order; only the start where `size` is not known.
    static func of(size: Int64?) -> [ClosedRange<UInt64>] {
        let start = 0...(length - 1)
        guard let size, size > Int64(length) else { return [start] }

        let end = UInt64(size) - 1
        let last = max(length, end - (length - 1))...end
        let middle = UInt64(size) / 2
        guard middle > length, middle + length <= last.lowerBound else { return [start, last] }

        return [start, middle...(middle + length - 1), last]
    }
}
