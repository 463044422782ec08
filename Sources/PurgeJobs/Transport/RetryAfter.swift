internal import Glibc

/// How long a server asks to be left alone (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// Reads seconds or a date; nil if the field is absent or makes no sense, zero for a date gone by.
    ///
    /// A date is measured against the server's own Date field where there is one, so that a clock set
    /// wrong on either side does no harm. The value is what the server said; whoever waits caps it.
    static func read(_ header: HeaderBlock, now: Int = Self.wallClock) -> Duration? {
        guard let value = header.first("retry-after"), let first = value.first else { return nil }
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) { return seconds(value) }
        guard let date = HTTPDate(value) else { return nil }
        let reference = header.first("date").flatMap { HTTPDate($0) }?.seconds ?? now
        return .seconds(max(0, date.seconds - reference))
    }

    /// Reads a header of a vendor's own that says when a limit ends, such as Twitch's `Ratelimit-Reset`
    /// (https://dev.twitch.tv/docs/api/guide#twitch-rate-limits): seconds since 1970, or, where the number is too small for
    /// that, seconds from now.
    static func reset(_ header: HeaderBlock, _ name: String, now: Int = Self.wallClock) -> Duration? {
        guard let value = header.first(name), case let asked? = seconds(value) else { return nil }

        let time = Int(asked.components.seconds)
        guard time >= Self.earliestTime else { return asked }

        let reference = header.first("date").flatMap { HTTPDate($0) }?.seconds ?? now
        return .seconds(max(0, time - reference))
    }

    /// 2001-09-09: a smaller number is no time of an answer.
    private static let earliestTime = 1_000_000_000

    /// A number too long for an integer is as good as for ever.
    private static func seconds(_ value: ArraySlice<UInt8>) -> Duration? {
        guard value.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return .seconds(Int32(String(decoding: value, as: UTF8.self)) ?? .max)
    }

    private static var wallClock: Int { time(nil) }
}
