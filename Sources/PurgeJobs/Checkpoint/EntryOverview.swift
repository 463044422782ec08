/// One reported entry as the ledger has it; its value is safe to show.
package struct EntryOverview: Sendable {
    package let list: String
    package let line: Int
    package let category: String
    package let value: String
    /// Whether it is a rule of the job, and its line the rule's version.
    package let isRule: Bool
    /// Why it is malformed.
    package let reason: String?
}
