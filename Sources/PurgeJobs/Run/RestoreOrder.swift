/// What a person asks to have back: one clip, or everything that one run took down.
///
/// Like an emergency it is a job of its own, whose file is written here and kept in the ledger.
package struct RestoreOrder: Sendable {
    package enum Subject: Sendable {
        case clip(ClipID)
        case run(RunID)
    }

    /// Stands where the path of a job file would.
    package static let path = "(purge restore)"
    /// More clips than these need their exact count.
    package static let limit = 25

    let subject: Subject
    /// How many runs' claims on the clip a person has said to release; nil where they said nothing.
    let claims: Int?
    private let deadline: Duration

    package init(_ subject: Subject, claims: Int?, deadline: Duration) {
        self.subject = subject
        self.claims = claims
        self.deadline = deadline
    }

    /// The job as a file would say it.
    func jobFile(at now: Timestamp) -> [UInt8] {
        let text = """
            job: restore-\(RunID(at: now))
            inventories: [{kind: named}]
            lists: [{name: restore, of: clipIDs, category: restore, entries: ["as the ledger says"]}]
            guard: {items: \(Self.limit), share: 100%, inventoryEmpty: allow, notFound: off}
            verify: {rounds: 2, spacing: 2s, repurge: 5s, patience: \(deadline.components.seconds)s}

            """
        return Array(text.utf8)
    }
}
