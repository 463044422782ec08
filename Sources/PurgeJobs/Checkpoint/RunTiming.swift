/// The waits of a run that its site and job files set.
struct RunTiming: Sendable {
    /// The pause between a purge and its rebound in microseconds, by place, as JSON for the statement that needs it.
    let rebounds: String
    /// The one that all nodes have in microseconds, which spares the statement a look at each place; else nil.
    let commonRebound: Int64?
    /// From the time at which a clip is dark to the destruction of its bytes.
    let deleteAfter: Duration
    /// The same of the categories that have a time of their own.
    let deleteByCategory: [String: Duration]
    let verification: VerificationPolicy

    /// The pause of a node that has none of its own.
    static let standardRebound = Duration.seconds(30)

    /// For items of which nothing is to be waited for yet.
    static let none = Self(rebound: [:], deleteAfter: .zero, verification: VerificationPolicy())

    /// `rebound` is by cache node.
    init(
        rebound: [String: Duration],
        deleteAfter: Duration,
        deleteByCategory: [String: Duration] = [:],
        verification: VerificationPolicy
    ) {
        let pauses = rebound.sorted { $0.key < $1.key }.map { node, pause in
            "\"\(StepPlace.node(node).text)\":\(Int64(pause / .microseconds(1)))"
        }
        rebounds = "{" + pauses.joined(separator: ",") + "}"
        let distinct = Set(rebound.values)
        commonRebound = distinct.count == 1 ? distinct.first.map { Int64($0 / .microseconds(1)) } : nil
        self.deleteAfter = deleteAfter
        self.deleteByCategory = deleteByCategory
        self.verification = verification
    }
}
