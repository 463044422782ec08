/// A pause in force, for `--json`.
package struct PauseSummary: Encodable, Sendable {
    let source: String
    let run: String?
    let by: String
    let host: String
    let reason: String
    let since: String
    let until: String?

    package init(_ pause: PauseOverview) {
        source = pause.source.rawValue
        run = pause.run?.description
        by = VisibleText.of(pause.user)
        host = VisibleText.of(pause.host)
        reason = VisibleText.of(pause.reason)
        since = pause.createdAt.description
        until = pause.until?.description
    }
}
