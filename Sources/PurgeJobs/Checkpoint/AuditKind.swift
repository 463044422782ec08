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
    /// A run that was closed has something to do again, for a hold that came later.
    case reopened
    case returned
    /// By a person or a stop file; `source` says which.
    case paused
    case unpaused
    case throttled
    case unthrottled
    /// A person has what was preserved of a clip released or destroyed; the first event comes before it is.
    case preservationEnding
    case preservationEnded
    /// A channel could not be told of something for a day.
    case noticeGivenUp
}
