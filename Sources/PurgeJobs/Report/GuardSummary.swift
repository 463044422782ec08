/// Why a guard held a run back, as `--json` shows it.
package struct GuardSummary: Encodable, Sendable {
    let `guard`: String
    let side: String
    let subject: String
    let observed: Int
    let allowed: Int
    let sentence: String

    package init(_ stop: GuardStop) {
        `guard` = stop.kind.rawValue
        side = stop.kind.side.rawValue
        subject = stop.subject
        observed = stop.observed
        allowed = stop.allowed
        sentence = stop.sentence
    }
}
