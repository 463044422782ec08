/// A length of time as files write it: a number with `ms`, `s`, `m`, `h` or `d`, such as `30s` or `1.5h`.
enum DurationText {
    /// The units in milliseconds, largest first.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// A format that takes the durations of a range.
    static func within(_ range: ClosedRange<Duration>) -> (String) throws(ScalarFlaw) -> Duration {
        { (text) throws(ScalarFlaw) in
            let duration = try parse(text)
            guard range.contains(duration) else {
                let bounds = "\(self.text(of: range.lowerBound)) to \(self.text(of: range.upperBound))"
                throw ScalarFlaw("is out of range", "write \(bounds)")
            }

            return duration
        }
    }

    /// The duration that a text stands for, exactly.
    ///
    /// - Throws: a flaw when the number or its unit is missing, or the number has a sign or an exponent, more than 9
    ///   digits before its point or more than 3 after it.
    static func parse(_ text: String) throws(ScalarFlaw) -> Duration {
        let number = text.prefix { $0 == "." || ("0"..."9").contains($0) }
        let unit = units.first { $0.name == text[number.endIndex...] }
        guard let unit, let thousandths = DecimalText.thousandths(number) else {
            throw ScalarFlaw("is no duration", "write a number with ms, s, m, h or d, such as 30s")
        }

        let (microseconds, isTooLong) = thousandths.multipliedReportingOverflow(by: unit.milliseconds)
        guard !isTooLong else { throw ScalarFlaw("is out of range", "write a shorter duration") }

        return .microseconds(microseconds)
    }

    /// A duration in the largest unit of which it is a whole number.
    static func text(of duration: Duration) -> String {
        let milliseconds = Int64(duration / .milliseconds(1))
        let unit = units.first { milliseconds > 0 && milliseconds % $0.milliseconds == 0 }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.name)" } ?? "0s"
    }
}
