/// A person's decision that an entry of a list does not act any more, in whatever run.
package struct Withdrawal: Sendable {
    package let list: String
    /// The entry as a report may show it.
    package let value: String
    package let reason: String
    package let user: String
    package let host: String
    package let createdAt: Timestamp
}
