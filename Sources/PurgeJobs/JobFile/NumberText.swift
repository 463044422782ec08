/// A number as files write it.
enum NumberText {
    /// A format that takes the whole numbers of a range.
    static func whole(_ range: ClosedRange<Int>) -> (String) throws(ScalarFlaw) -> Int {
        { (text) throws(ScalarFlaw) in
            guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(text)
            else {
                throw ScalarFlaw("is no whole number", "write \(range.lowerBound) to \(range.upperBound)")
            }
            guard range.contains(number) else {
                throw ScalarFlaw("is out of range", "write \(range.lowerBound) to \(range.upperBound)")
            }

            return number
        }
    }

    /// The requests a second, above zero.
    ///
    /// - Throws: a flaw when it is no plain decimal number, or out of 0.001 to 1,000,000.
    static func rate(_ text: String) throws(ScalarFlaw) -> Double {
        guard let thousandths = DecimalText.thousandths(text) else {
            throw ScalarFlaw("is no rate", "write requests a second, such as 200")
        }
        guard (1...1_000_000_000).contains(thousandths) else {
            throw ScalarFlaw("is out of range", "write 0.001 to 1000000 requests a second")
        }

        return Double(thousandths) / 1000
    }
}
