/// Tasks that work on one run side by side, until all have ended.
///
/// Each ends by itself soon after a stop was asked for. Only when an emergency waits, or in a panic, are those that take
/// long, in a slow request or in a host's pause, cut off: what they had sent is unknown then, and is sent again with the
/// same key.
struct RunShift: Sendable {
    typealias Work = @Sendable () async throws -> Void

    let stop: StopSignal

    /// An emergency has the ledger within five seconds (R19).
    private static let grace = Duration.seconds(2)
    /// How long what is in flight may take to finish once nothing is to be sent any more.
    private static let panicGrace = Duration.seconds(5)
    private static let interval = Duration.milliseconds(50)

    /// Runs the tasks; whoever fails stops everybody at once: not one more request leaves (R10).
    ///
    /// - Throws: the first error of a task.
    func run(_ tasks: [Work]) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in tasks {
                group.addTask {
                    do {
                        try await task()
                    } catch {
                        stop.halt()
                        throw error
                    }
                    return true
                }
            }
            group.addTask {
                await waitForGrace()
                return false
            }
            defer { group.cancelAll() }
            var open = tasks.count
            while open > 0, let isTask = try await group.next() {
                if isTask { open -= 1 } else { group.cancelAll() }
            }
        }
    }

    private func waitForGrace() async {
        while !stop.isGivingWay, !stop.isPanicked, !Task.isCancelled {
            // A cancelled sleep ends at once: then all have ended.
            try? await Task.sleep(for: Self.interval)
        }
        // Likewise.
        try? await Task.sleep(for: stop.isPanicked ? Self.panicGrace : Self.grace)
    }
}
