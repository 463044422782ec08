/// The waits of a run that its site and job files set.
struct RunTiming: Sendable {
    /// The pause between a purge and its rebound, by cache node.
    let rebound: [String: Duration]
    /// From a clip's disable to the destruction of its bytes.
    let deleteAfter: Duration
    let verification: VerificationPolicy
}
