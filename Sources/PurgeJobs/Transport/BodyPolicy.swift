/// What to do with a response's body; all forms are bounded.
enum BodyPolicy: Hashable, Sendable {
    /// Count it, keep nothing, hang up past `limit` bytes.
    case count(limit: Int)
    /// Count it, keep only so many bytes of its start, hang up past `limit` bytes.
    case head(of: Int, limit: Int)
    /// Keep it, hang up past `limit` bytes.
    case collect(limit: Int)

    /// Counts up to 16 KiB: enough to read an error page to its end, so that its connection lives.
    static let drain = Self.count(limit: 16_384)

    /// How many bytes are kept.
    var kept: Int {
        switch self {
        case .count: 0
        case .head(let length, let limit): min(length, limit)
        case .collect(let limit): limit
        }
    }

    var limit: Int {
        switch self {
        case .count(let limit), .head(_, let limit), .collect(let limit): limit
        }
    }
}
