/// Tells, by the Age of what is served, a copy that outlived a purge from one that came after it.
enum CopyAge {
    /// The longest Age that is believed: ten years.
    private static let longest = 315_360_000

    /// The seconds of an Age field (RFC 9111 section 5.1); nil where it is missing, doubled or no number.
    static func seconds(_ header: HeaderBlock) -> Int? {
        let values = header.values(of: "age")
        guard let digits = values.first, values.count == 1, (1...10).contains(digits.count),
            digits.allSatisfy({ (48...57).contains($0) })
        else { return nil }

        let seconds = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        return seconds <= longest ? seconds : nil
    }

    /// What a served link is, from when its copy was made at the latest.
    ///
    /// An Age is cut off to whole seconds, so that the copy may be up to a second older than it says: where that
    /// second decides, nothing is said.
    static func light(born: Timestamp, purged time: PurgeTime) -> LinkVerdict.Light {
        if born < time.begun { return .survivor }
        return born.advanced(by: .seconds(-1)) > time.ended ? .refilled : .served
    }
}
