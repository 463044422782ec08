/// One source of a run and how far it was walked.
package struct SourceOverview: Sendable {
    package let number: Int
    package let name: String
    package let cursor: String?
    package let rows: Int
    package let badRows: Int
    package let isComplete: Bool
}
