/// Something that a run waits for, and why.
package enum RunWait: Hashable, Sendable {
    case paused(PauseOverview)
    /// An emergency has the ledger.
    case emergency
    case throttled(ThrottleOverview)
    /// The host asked to be left alone until then.
    case asked(host: String, until: Timestamp)
    /// Nothing is sent to a place that refused everything, but one step to try.
    case breaker(place: String)
    /// The next step or look is not due before.
    case due(what: String, at: Timestamp)

    /// A part of a sentence; no text in it is an outsider's.
    package var words: String {
        switch self {
        case .paused(let pause): pause.words
        case .emergency: "an emergency has the ledger"
        case .throttled(let throttle): throttle.words
        case .asked(let host, let until): "\(host) asked to be left alone until \(until)"
        case .breaker(let place): "the breaker of \(place) is open"
        case .due(let what, let time): "next \(what) at \(time)"
        }
    }
}
