/// A step that a worker has taken; for an effect, its intent is durable.
struct StepClaim: Sendable {
    enum Target: Sendable {
        /// `hiddenBy` is the run that hid it, where it is to be restored.
        case object(store: String, key: ObjectKey, evidence: ObjectEvidence, hiddenBy: RunID?)
        case link(LinkURL, family: String)
        /// A cache tag, or a revocation, as the plan keeps it.
        case other([UInt8])
    }

    let step: Int64
    let item: Int64
    let kind: StepKind
    let pass: Int
    /// Times that it was taken before, in this pass and the ones before it.
    let tries: Int
    /// Failures so far in this pass.
    let failures: Int
    let target: Target
    /// The attempt's number and idempotency key; nil for steps that only read.
    let attempt: (number: Int64, key: [UInt8])?
    /// What the store promised to do for it in an earlier attempt: it is looked after, and nothing is sent again.
    var operation: PendingOperation?
}
