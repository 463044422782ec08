/// A point in time as HTTP writes it, in seconds since 1970 (RFC 9110 section 5.6.7).
struct HTTPDate: Hashable, Sendable {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    /// The form that is sent: `Sun, 06 Nov 1994 08:49:37 GMT`.
    var text: String {
        // RFC 3339 to the second, such as 1994-11-06T08:49:37Z.
        let moment = Timestamp(microseconds: Int64(seconds) * 1_000_000).description
        let parts = moment.dropLast().split { "-T".contains($0) }.map(String.init)
        let month = Self.months[(Int(parts[1]) ?? 1) - 1]
        // 1970-01-01 was a Thursday.
        let day = Self.weekdays[((seconds / 86_400) % 7 + 7) % 7]
        return "\(day), \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
    }

    /// Reads the three forms of the standard; nil for anything else.
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT
    ///     Sunday, 06-Nov-94 08:49:37 GMT
    ///     Sun Nov  6 08:49:37 1994
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= 40 else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split { " ,-".contains($0) }.map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT":
            self.init(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5:
            self.init(day: words[2], month: words[1], year: words[4], time: words[3])
        default:
            return nil
        }
    }

    private init?(day: String, month: String, year: String, time: String) {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map(Self.number)
        guard let day = Self.number(day[...]), let year = Self.year(year), clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            let index = Self.months.firstIndex(of: month),
            (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        seconds = Self.days(year, index + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }

    /// A year of two digits is of this century up to 69, of the last one from 70.
    private static func year(_ text: String) -> Int? {
        guard let year = number(text[...]) else { return nil }
        switch text.utf8.count {
        case 2: return year < 70 ? 2000 + year : 1900 + year
        case 4: return year >= 1970 ? year : nil
        default: return nil
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar; years begin in March here, so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
