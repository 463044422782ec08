/// An unsigned decimal number as files write it: `30`, `0.1`.
enum DecimalText {
    /// The number in thousandths; nil for signs, exponents, more than 9 digits before the point or 3 after it.
    static func thousandths(_ text: some StringProtocol) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, (1...9).contains(whole.count) else {
            return nil
        }

        let fraction = parts.count == 2 ? parts[1] : whole[whole.endIndex...]
        guard parts.count == 1 || (1...3).contains(fraction.count) else { return nil }

        let digits =
            Array(whole) + Array(fraction) + Array(repeating: UInt8(ascii: "0"), count: 3 - fraction.count)
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }

        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
