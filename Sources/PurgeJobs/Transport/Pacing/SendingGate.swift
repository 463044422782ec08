/// What people do to sending while it is under way: hold all of it back, or slow one host down.
///
/// It stands before every pacer of a run, that of effects and that of probes alike. Nothing of it is durable: whoever
/// holds the ledger sets it by what the ledger says.
final class SendingGate: Sendable {
    /// When the next request to a host may go.
    private struct Bucket {
        let rate: Double
        var due: ContinuousClock.Instant
    }

    private struct State {
        var isShut = false
        var closings = 0
        var changes = 0
        var buckets: [HostName: Bucket] = [:]
    }

    private enum Admission {
        case go
        case wait(until: ContinuousClock.Instant)
        case shut
    }

    private let state = Lock(State())
    private let clock: PacingClock
    /// A change is noticed after this, however long the wait was to be.
    private static let glance = Duration.milliseconds(100)

    init(clock: PacingClock = .system) { self.clock = clock }

    var isShut: Bool { state.withLock { $0.isShut } }

    /// How often it was shut: what began before a closing and ends after it was cut in two.
    var closings: Int { state.withLock { $0.closings } }

    /// How often anything about it changed.
    var changes: Int { state.withLock { $0.changes } }

    /// Sets how things are from now on; `rates` has the requests a second of hosts that are slowed down.
    func set(isShut: Bool, rates: [HostName: Double]) {
        let now = clock.now()
        state.withLock { state in
            let isNew = isShut != state.isShut || rates != state.buckets.mapValues(\.rate)
            guard isNew else { return }

            state.changes += 1
            if isShut, !state.isShut { state.closings += 1 }
            state.isShut = isShut
            let known = state.buckets
            state.buckets = rates.reduce(into: [:]) { buckets, entry in
                let before = known[entry.key].flatMap { $0.rate == entry.value ? $0 : nil }
                buckets[entry.key] = before ?? Bucket(rate: entry.value, due: now)
            }
        }
    }

    /// Requests a second that the host is slowed down to; nil where it is not.
    func rate(of host: HostName) -> Double? { state.withLock { $0.buckets[host]?.rate } }

    /// Waits for the host's turn, which is not counted against the request's deadline.
    ///
    /// - Throws: `.cancelled`, with nothing sent, when the gate is or gets shut.
    func pass(_ request: HTTPRequest) async throws(TransportError) -> HTTPRequest {
        let host = request.origin.host
        var waited: ContinuousClock.Instant?
        while true {
            let now = clock.now()
            switch admit(host, now) {
            case .shut: throw TransportError(.cancelled, host: host.text)
            case .go:
                guard let waited else { return request }

                var request = request
                request.deadline += now - waited
                return request
            case .wait(let until):
                waited = waited ?? now
                do {
                    try await clock.sleep(min(until, now + Self.glance))
                } catch {
                    throw TransportError(.cancelled, host: host.text)
                }
            }
        }
    }

    /// The last look before bytes leave.
    ///
    /// - Throws: `.cancelled` when the gate is shut.
    func refuseIfShut(_ host: HostName) throws(TransportError) {
        if isShut { throw TransportError(.cancelled, host: host.text) }
    }

    private func admit(_ host: HostName, _ now: ContinuousClock.Instant) -> Admission {
        state.withLock { state in
            if state.isShut { return .shut }
            guard let bucket = state.buckets[host] else { return .go }
            guard bucket.due <= now else { return .wait(until: bucket.due) }

            state.buckets[host]?.due = max(bucket.due, now) + .seconds(1) / bucket.rate
            return .go
        }
    }
}
