/// One reported entry as the ledger has it; its value is safe to show.
package struct EntryOverview: Sendable {
    package let list: String
    package let line: Int
    package let category: String
    package let value: String
    /// Why it is malformed.
    package let reason: String?
}
