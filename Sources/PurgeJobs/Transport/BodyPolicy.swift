/// What to do with a response's body; both forms are bounded.
enum BodyPolicy: Hashable, Sendable {
    /// Count it, keep nothing, hang up past `limit` bytes.
    case count(limit: Int)
    /// Keep it, hang up past `limit` bytes.
    case collect(limit: Int)

    /// Counts up to 16 KiB: enough to read an error page to its end, so that its connection lives.
    static let drain = Self.count(limit: 16_384)

    var limit: Int {
        switch self {
        case .count(let limit), .collect(let limit): limit
        }
    }
}
