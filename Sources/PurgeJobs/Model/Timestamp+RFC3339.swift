extension Timestamp {
    /// The moment that a text of RFC 3339 section 5.6 names, to the microsecond: `2026-11-22T03:00:00.5+01:00`.
    ///
    /// A space in place of the `T` is taken, as the RFC allows. Nil for everything else: a date without a zone could be a
    /// day off, and there is no guessing what is said of a clip.
    package init?(rfc3339 bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        guard rest.count <= 64 else { return nil }

        func number(_ digits: Int) -> Int64? {
            let part = rest.prefix(digits)
            guard part.count == digits, part.allSatisfy({ (48...57).contains($0) }) else { return nil }

            rest = rest.dropFirst(digits)
            return part.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }
        func take(_ allowed: String) -> UInt8? {
            guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }

            rest = rest.dropFirst()
            return byte
        }
        guard let year = number(4), take("-") != nil, let month = number(2), take("-") != nil,
            let day = number(2), take("Tt ") != nil, let hour = number(2), take(":") != nil,
            let minute = number(2), take(":") != nil, let second = number(2)
        else { return nil }

        var microseconds: Int64 = 0
        if take(".") != nil {
            let digits = rest.prefix { (48...57).contains($0) }
            guard !digits.isEmpty else { return nil }

            rest = rest.dropFirst(digits.count)
            let kept = (digits + [48, 48, 48, 48, 48]).prefix(6)
            microseconds = kept.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }
        var offset: Int64 = 0
        guard let sign = take("Zz+-") else { return nil }

        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            guard let hours = number(2), take(":") != nil, let minutes = number(2), hours < 24, minutes < 60
            else { return nil }

            offset = (hours * 60 + minutes) * 60 * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
        // 60 is a leap second, which this clock does not have: the next second's beginning.
        guard rest.isEmpty, (1...12).contains(month), (1...Self.days(of: month, year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }

        let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: seconds * 1_000_000 + (second == 60 ? 0 : microseconds))
    }

    private static func days(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of a Gregorian date (Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    /// `days_from_civil`).
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
