/// A clip that meets a rule with titles, as the ledger has it.
package struct RuleFindingOverview: Sendable {
    package let rule: String
    package let version: Int
    package let clip: ClipID
    package let views: Int64?
}
