/// What a job does to the bytes of a matched clip.
enum TakedownAction: Hashable, Sendable {
    static let standardDelay = Duration.seconds(72 * 3600)

    /// Makes the stores refuse them, reversibly.
    case disable
    /// Disables them, and destroys them so long after they are dark; categories may have a time of their own.
    case delete(after: Duration, byCategory: [String: Duration])
}
