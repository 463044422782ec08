import Synchronization

/// How a run is told to stop: finish what is in flight, or send nothing more at once.
package final class StopSignal: Sendable {
    private static let running = 0
    private static let finishing = 1
    private static let halted = 2

    private let level = Atomic(0)

    package init() {}

    /// The first signal: what is in flight is finished, nothing new is taken.
    package func finish() {
        _ = level.compareExchange(
            expected: Self.running,
            desired: Self.finishing,
            ordering: .sequentiallyConsistent
        )
    }

    /// The ledger cannot be written, or the second signal came: not one more request leaves.
    package func halt() { level.store(Self.halted, ordering: .sequentiallyConsistent) }

    var isStopping: Bool { level.load(ordering: .sequentiallyConsistent) != Self.running }
    var isHalted: Bool { level.load(ordering: .sequentiallyConsistent) == Self.halted }
}
