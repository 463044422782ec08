/// A moment of the wall clock: microseconds since 1970, UTC, as the ledger stores it.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package func advanced(by duration: Duration) -> Self {
        Self(microseconds: microseconds + Int64(duration / .microseconds(1)))
    }

    package func duration(since earlier: Self) -> Duration {
        .microseconds(microseconds - earlier.microseconds)
    }

    /// RFC 3339 in UTC to the second, such as `2026-11-22T03:00:00Z`.
    package var description: String {
        let seconds = Int64((Double(microseconds) / 1_000_000).rounded(.down))
        let days = (Double(seconds) / 86_400).rounded(.down)
        let (year, month, day) = Self.civil(fromDays: Int64(days))
        let rest = seconds - Int64(days) * 86_400
        let parts = [month, day, rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
    }

    /// The Gregorian date of a day counted from 1970-01-01 (Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Timestamp: Encodable {
    /// As reports show it.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
