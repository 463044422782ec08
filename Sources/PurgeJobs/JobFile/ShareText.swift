/// A part of a whole as files write it: `1%`, `0.1%`.
enum ShareText {
    /// The share from 0 to 1.
    ///
    /// - Throws: a flaw without a percent sign, and above 100 %.
    static func parse(_ text: String) throws(ScalarFlaw) -> Double {
        guard text.hasSuffix("%"), let thousandths = DecimalText.thousandths(text.dropLast()) else {
            throw ScalarFlaw("is no share", "write a percentage, such as 0.1%")
        }
        guard thousandths <= 100_000 else { throw ScalarFlaw("is out of range", "write 0% to 100%") }

        return Double(thousandths) / 100_000
    }
}
