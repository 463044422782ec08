/// Everything that a ledger knows of one clip.
package struct ClipHistory: Sendable {
    /// A list's entry that names the clip.
    package struct Mention: Encodable, Sendable {
        package let run: String
        package let list: String
        package let line: Int
        package let category: String
        package let state: String
    }

    /// A rule with titles that the clip meets, by which a run shows it to people.
    package struct Finding: Encodable, Sendable {
        package let run: String
        package let rule: String
        package let version: Int
        package let category: String
        package let state: String
    }

    /// A run that was looked at, with its lists.
    package struct Search: Encodable, Sendable {
        package let run: String
        package let job: String
        package let state: String
        package let plannedAt: Timestamp
        package let inventories: [String]
        package let lists: [String]
        /// Whether its plan names the clip.
        package let hasClip: Bool
    }

    package struct Tombstone: Encodable, Sendable {
        package let run: String
        package let darkAt: Timestamp
    }

    package let clip: ClipID
    /// Newest run first.
    package let records: [ClipRecord]
    package let decisions: [Decision]
    package let tombstone: Tombstone?
    /// Runs whose other clips it proves dark by being lit.
    package let controlOf: [String]
    package let mentions: [Mention]
    package let findings: [Finding]
    /// The newest runs, whether they have the clip or not.
    package let searches: [Search]

    package var isUnknown: Bool {
        records.isEmpty && decisions.isEmpty && tombstone == nil && controlOf.isEmpty && mentions.isEmpty
            && findings.isEmpty
    }
}
