/// A moment in UTC as signatures write it.
struct CivilTime: Sendable {
    private let year: String
    private let month: String
    private let day: String
    private let clock: [String]

    init(_ moment: Timestamp) {
        // RFC 3339 to the second, such as 2026-11-22T03:00:00Z.
        let parts = moment.description.dropLast().split { "-T:".contains($0) }.map(String.init)
        (year, month, day) = (parts[0], parts[1], parts[2])
        clock = Array(parts[3...])
    }

    /// `20150830`.
    var date: String { year + month + day }

    /// `20150830T123600Z`.
    var compact: String { "\(date)T\(clock.joined())Z" }

    /// `20140321T19:34:21+0000`.
    var edgeGrid: String { "\(date)T\(clock.joined(separator: ":"))+0000" }
}
