import Synchronization

/// What people decided about the run that a command works on, while it is under way: whether it is held back, and which
/// hosts are asked more slowly.
///
/// It is set from the ledger by the command's desk and read by all who send. An emergency is held by a panic alone.
final class RunControls: Sendable {
    private struct State {
        var run: RunID?
        var pauses: [PauseOverview] = []
        var throttles: [ThrottleOverview] = []
        var cancelled: Set<String> = []
        var isPanicked = false
    }

    let gate = SendingGate()
    private let isEmergency: Bool
    private let state: Mutex<State>

    /// `run` is nil as long as there is none, and where many are worked on.
    init(_ run: RunID? = nil, isEmergency: Bool = false) {
        self.isEmergency = isEmergency
        state = Mutex(State(run: run))
    }

    /// Says which run it is about, once that is known.
    func concern(_ run: RunID) {
        state.withLock { $0.run = run }
        set()
    }

    func apply(_ rules: LiveRules) {
        state.withLock { state in
            state.pauses = rules.pauses
            state.throttles = rules.throttles
        }
        set()
    }

    /// Nothing is to leave any more, whatever the ledger says.
    func panic() {
        state.withLock { $0.isPanicked = true }
        set()
    }

    /// What holds the run back now.
    var hold: PauseOverview? {
        state.withLock { state in state.pauses.first { $0.holds(state.run, isEmergency: isEmergency) } }
    }

    /// Whether some other run is held back.
    func holds(_ run: RunID) -> Bool {
        state.withLock { $0.pauses.contains { $0.holds(run, isEmergency: false) } }
    }

    /// What people made the run wait for.
    var waits: [RunWait] {
        let held = hold.map { [RunWait.paused($0)] } ?? []
        return held + (isEmergency ? [] : state.withLock { $0.throttles.map { .throttled($0) } })
    }

    func noteCancelled(_ run: String) { state.withLock { _ = $0.cancelled.insert(run) } }

    func isCancelled(_ run: RunID) -> Bool { state.withLock { $0.cancelled.contains(run.description) } }

    private func set() {
        let isShut = hold != nil || state.withLock { $0.isPanicked }
        let throttles = isEmergency ? [] : state.withLock { $0.throttles }
        var rates: [HostName: Double] = [:]
        for throttle in throttles {
            // A name that is none was refused when it was asked for, and can be nobody's.
            guard let host = try? HostName(throttle.subject) else { continue }

            rates[host] = throttle.rate
        }
        gate.set(isShut: isShut, rates: rates)
    }
}
