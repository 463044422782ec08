/// The value of a number of JSON that counts something.
enum WholeNumber {
    /// Up to here a binary64 holds every whole number (RFC 8259 section 6).
    private static let exactDoubles = -9_007_199_254_740_992.0...9_007_199_254_740_992.0

    /// Takes a checked number; nil when it has a fraction or does not fit, `1.0` and `1e3` do.
    static func value(of range: Range<Int>, _ bytes: Span<UInt8>) -> Int64? {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (isNegative ? range.dropFirst() : range) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else {
                return ofDouble(range, bytes)
            }

            let digit = Int64(bytes[index] - UInt8(ascii: "0"))
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeds) = product.addingReportingOverflow(isNegative ? -digit : digit)
            guard !overflows, !exceeds else { return ofDouble(range, bytes) }

            value = sum
        }
        return value
    }

    /// Takes a checked number, not below zero, times a thousand and rounded: seconds as milliseconds.
    static func thousandths(of range: Range<Int>, _ bytes: Span<UInt8>) -> Int64? {
        let text = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
        guard let double = Double(text).map({ ($0 * 1000).rounded() }), double >= 0,
            exactDoubles.contains(double)
        else { return nil }

        return Int64(exactly: double)
    }

    private static func ofDouble(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Int64? {
        let text = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
        guard let double = Double(text), exactDoubles.contains(double) else { return nil }

        return Int64(exactly: double)
    }
}
