/// A place whose breaker is open, for `--json` and for people.
package struct BreakerSummary: Encodable, Sendable {
    let place: String
    let since: String
    let cause: String

    package init(_ breaker: BreakerOverview) {
        place = breaker.place
        since = breaker.openedAt.description
        cause = VisibleText.of(breaker.cause)
    }

    /// All of it in a sentence.
    package var sentence: String {
        "The breaker of \(place) is open since \(since): \(cause). Mend the place, then resume: one step is tried first."
    }
}
