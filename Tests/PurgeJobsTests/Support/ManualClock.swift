import Testing

@testable import PurgeJobs

/// A clock that stands still until a test moves it on.
final class ManualClock: Sendable {
    private struct Sleeper {
        let id: Int
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now: ContinuousClock.Instant
        var sleepers: [Sleeper] = []
        var lastID = 0
    }

    let start: ContinuousClock.Instant
    private let state: Lock<State>

    init() {
        start = .now
        state = Lock(State(now: start))
    }

    var pacing: PacingClock {
        PacingClock(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep(until: $0) })
    }

    var now: ContinuousClock.Instant { state.withLock { $0.now } }

    /// Returns once so many tasks sleep.
    func waitForSleepers(_ count: Int) async {
        while state.withLock({ $0.sleepers.count }) < count { await Task.yield() }
    }

    func advance(by time: Duration) {
        let due = state.withLock { state in
            state.now += time
            let now = state.now
            let due = state.sleepers.filter { $0.until <= now }
            state.sleepers.removeAll { $0.until <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume(returning: true) }
    }

    private func sleep(until instant: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let isDue = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.now >= instant { return true }
                    state.sleepers.append(Sleeper(id: id, until: instant, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let found = state.sleepers.first { $0.id == id }
                state.sleepers.removeAll { $0.id == id }
                return found
            }
            sleeper?.continuation.resume(returning: false)
        }
        if !isDue { throw CancellationError() }
    }
}
