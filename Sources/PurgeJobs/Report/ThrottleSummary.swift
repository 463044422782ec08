/// A throttle in force, for `--json`.
package struct ThrottleSummary: Encodable, Sendable {
    let host: String
    let rate: Double
    let by: String
    let reason: String
    let since: String
    let until: String

    package init(_ throttle: ThrottleOverview) {
        host = VisibleText.of(throttle.subject)
        rate = throttle.rate
        by = VisibleText.of(throttle.user)
        reason = VisibleText.of(throttle.reason)
        since = throttle.createdAt.description
        until = throttle.until.description
    }
}
