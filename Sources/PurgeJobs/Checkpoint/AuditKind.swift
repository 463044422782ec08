/// The kinds of events that the audit knows.
enum AuditKind: String, CaseIterable, Sendable {
    case opened
    case planned
    case page
    case sealed
    case released
    case started
    case intents
    case receipts
    /// A store's promise came to an end, kept or not.
    case promiseEnded
    case round
    case setAside
    case takenBack
    case exempted
    case settled
    case closed
    case cancelled
    case discarded
    case decided
    case decisionRemoved
    case withdrawn
    case withdrawalRemoved
    case breakerOpened
    case breakerClosed
    case recovered
    case verified
    case relit
    case returned
    /// By a person or a stop file; `source` says which.
    case paused
    case unpaused
    case throttled
    case unthrottled
    /// A channel could not be told of something for a day.
    case noticeGivenUp
}
