import ArgumentParser
import PurgeJobs

/// How long something that a person asks for lasts; it always ends by itself, for what is forgotten is grave.
enum Span {
    static let longest = "24h"

    /// The time, or why it is none.
    static func of(_ text: String, _ name: String) throws -> Duration {
        guard let time = Takedown.duration(text), time > .zero, let longest = Takedown.duration(longest),
            time <= longest
        else {
            throw ValidationError(
                "\(name) takes a number with s, m or h, such as 90m, and at most \(longest); renew it if need be"
            )
        }

        return time
    }
}
