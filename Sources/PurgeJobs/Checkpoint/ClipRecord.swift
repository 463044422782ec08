/// All that the ledger holds of one clip in one run: why it is there, what was done to it, what was seen of it.
///
/// Links are named by family, host and a keyed hash of their URL (R20); texts from outside are made visible.
package struct ClipRecord: Sendable {
    /// Why the clip is in the plan.
    package struct Reason: Encodable, Sendable {
        package let list: String
        package let line: Int
        package let category: String?
        package let rule: String
        package let evidence: String
        /// What became of the list's entry in the run.
        package let entry: String?
    }

    /// One try of a step; without an outcome it was begun and nothing is known of its end.
    package struct Attempt: Encodable, Sendable {
        package let pass: Int
        package let number: Int
        package let intendedAt: Timestamp
        package let finishedAt: Timestamp?
        package let outcome: String?
        package let status: Int?
        package let detail: String?
        /// The idempotency key, as platforms may have logged it.
        package let key: String
        /// Who started or resumed the run in which it was begun.
        package let by: String?
    }

    package struct Step: Encodable, Sendable {
        package let kind: String
        package let place: String
        /// Its family, and the keyed hash of the link's URL or the object's key.
        package let target: String
        package let pass: Int
        package let state: String
        package let due: Timestamp?
        package let attempts: [Attempt]
    }

    /// The last look at a link at an edge.
    package struct Look: Encodable, Sendable {
        package let edge: String
        package let visibility: String
        package let reason: String
        package let status: Int?
        package let at: Timestamp?
        package let isSettled: Bool
        package let due: Timestamp?
    }

    package struct PlannedLink: Encodable, Sendable {
        package let family: String
        package let host: String
        package let hash: String
        package let looks: [Look]
    }

    /// Who did something to the whole run, and why.
    package struct Act: Encodable, Sendable {
        package let kind: String
        package let at: Timestamp
        package let by: String
        package let reason: String
    }

    package let run: RunOverview
    package let inventories: [String]
    package let item: ItemOverview
    package let matches: [Reason]
    package let steps: [Step]
    package let links: [PlannedLink]
    package let acts: [Act]
}
