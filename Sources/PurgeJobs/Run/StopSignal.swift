import Synchronization

/// How a run is told to stop: give way for a while, finish what is in flight, or send nothing more at once.
package final class StopSignal: Sendable {
    private static let running = 0
    private static let givingWay = 1
    private static let finishing = 2
    private static let halted = 3

    private let level = Atomic(0)
    private let panicked = Atomic(false)

    package init() {}

    /// An emergency waits: what is in flight is finished, the ledger let go, and the run goes on afterwards (R19).
    func giveWay() { raise(from: Self.running, to: Self.givingWay) }

    /// The emergency is over.
    func goOn() { raise(from: Self.givingWay, to: Self.running) }

    /// The first signal: what is in flight is finished, nothing new is taken.
    package func finish() {
        raise(from: Self.running, to: Self.finishing)
        raise(from: Self.givingWay, to: Self.finishing)
    }

    /// The file `panic` is there: as the first signal, and whatever only waits to be sent is not sent any more.
    func panic() {
        panicked.store(true, ordering: .sequentiallyConsistent)
        finish()
    }

    /// The ledger cannot be written, or the second signal came: not one more request leaves.
    package func halt() { level.store(Self.halted, ordering: .sequentiallyConsistent) }

    private func raise(from: Int, to: Int) {
        _ = level.compareExchange(expected: from, desired: to, ordering: .sequentiallyConsistent)
    }

    private var now: Int { level.load(ordering: .sequentiallyConsistent) }

    /// Whether it was the file `panic` that stopped it.
    package var isPanicked: Bool { panicked.load(ordering: .sequentiallyConsistent) }
    var isStopping: Bool { now != Self.running }
    var isGivingWay: Bool { now == Self.givingWay }
    var isHalted: Bool { now == Self.halted }
}
