import Foundation
import Synchronization

/// A thread that does one thing over and over until it is stopped.
final class Racer: Sendable {
    private let group = DispatchGroup()
    private let isStopped = Atomic(false)

    /// Begins; returns when the first turn is over.
    init(_ turn: @escaping @Sendable () -> Void) {
        let first = DispatchSemaphore(value: 0)
        group.enter()
        Thread.detachNewThread { [self] in
            turn()
            first.signal()
            while !isStopped.load(ordering: .relaxed) { turn() }
            group.leave()
        }
        first.wait()
    }

    /// Returns when the last turn is over.
    func stop() async {
        isStopped.store(true, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }
}
