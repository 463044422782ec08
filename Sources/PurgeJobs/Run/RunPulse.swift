import Synchronization

/// What the workers of a run tell each other: that there is new work, that something got on, that it is over.
final class RunPulse: Sendable {
    private struct State {
        var isOver = false
        var lastProgress: Timestamp
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextSleeper = 0
    }

    private let state: Mutex<State>

    init(_ now: Timestamp) { state = Mutex(State(lastProgress: now)) }

    var isOver: Bool { state.withLock(\.isOver) }
    var lastProgress: Timestamp { state.withLock(\.lastProgress) }

    /// Notes that something got on at that time.
    func advance(_ now: Timestamp) { state.withLock { $0.lastProgress = max($0.lastProgress, now) } }

    /// Wakes everybody who rests: there may be new work.
    func beat() {
        let sleepers = state.withLock { state in
            defer { state.sleepers = [:] }
            return state.sleepers
        }
        for sleeper in sleepers.values { sleeper.resume() }
    }

    /// Says that the run is over for now; workers end after what they hold.
    func end() {
        state.withLock { $0.isOver = true }
        beat()
    }

    /// Waits for the next beat, but no longer than that; returns at once in a cancelled task.
    func rest(atMost limit: Duration) async {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        let alarm = Task {
            // Cancelled when somebody else woke the sleeper first: then there is nobody to wake.
            try? await Task.sleep(for: limit)
            wake(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    if state.isOver || Task.isCancelled { return true }
                    state.sleepers[id] = continuation
                    return false
                }
                if isLate { continuation.resume() }
            }
        } onCancel: {
            wake(id)
        }
        alarm.cancel()
    }

    /// Waits that long whatever beats, unless the run ends or the task is cancelled.
    func sleep(_ time: Duration) async {
        let end = ContinuousClock.now + time
        while !isOver, !Task.isCancelled, ContinuousClock.now < end {
            await rest(atMost: end - ContinuousClock.now)
        }
    }

    private func wake(_ id: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume()
    }
}
