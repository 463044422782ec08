import Dispatch
import Synchronization

/// The one thread on which a file store's calls run, one after the other.
///
/// Disks block, and tasks must not. What is on the lane runs to its end whatever becomes of the task that
/// asked. Operations name the directories that must be on the disk before their answer may be told; the lane
/// takes what gathered while it last synced, syncs each directory once, and answers then.
final class StoreLane: Sendable {
    /// An answer, and what it relies on.
    struct Answer<Value: Sendable>: Sendable {
        let value: Value
        let unsynced: [OpenDirectory]

        init(_ value: Value, unsynced: [OpenDirectory] = []) {
            self.value = value
            self.unsynced = unsynced
        }
    }

    private struct Settlement: Sendable {
        let unsynced: [OpenDirectory]
        let finish: @Sendable (StoreError.Cause?) -> Void
    }

    /// How many different directories wait open before they are synced.
    private static let directoryLimit = 64

    private let queue: DispatchQueue
    private let waiting = Mutex<[@Sendable () -> Settlement]>([])

    init(label: String) { queue = DispatchQueue(label: label) }

    /// Runs `work` on the lane and returns when its answer is durable.
    ///
    /// - Throws: what `work` throws, or the failure of a sync that its answer relied on: the effect may then
    ///   have happened.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError.Cause) -> Answer<Value>
    ) async throws(StoreError.Cause) -> Value {
        let result: Result<Value, StoreError.Cause> = await withCheckedContinuation { continuation in
            enqueue {
                do throws(StoreError.Cause) {
                    let answer = try work()
                    return Settlement(unsynced: answer.unsynced) { failure in
                        continuation.resume(returning: failure.map(Result.failure) ?? .success(answer.value))
                    }
                } catch {
                    return Settlement(unsynced: []) { _ in continuation.resume(returning: .failure(error)) }
                }
            }
        }
        return try result.get()
    }

    private func enqueue(_ job: @escaping @Sendable () -> Settlement) {
        waiting.withLock { $0.append(job) }
        queue.async { self.drain() }
    }

    private func drain() {
        let jobs = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        var open: [FileNode: OpenDirectory] = [:]
        var order: [FileNode] = []
        var settlements: [(nodes: [FileNode], finish: @Sendable (StoreError.Cause?) -> Void)] = []
        for job in jobs {
            let settlement = job()
            guard !settlement.unsynced.isEmpty else {
                settlement.finish(nil)
                continue
            }

            for directory in settlement.unsynced where open[directory.node] == nil {
                open[directory.node] = directory
                order.append(directory.node)
            }
            settlements.append((settlement.unsynced.map(\.node), settlement.finish))
            if order.count >= Self.directoryLimit {
                settle(settlements, syncing: order.compactMap { open[$0] })
                (open, order, settlements) = ([:], [], [])
            }
        }
        settle(settlements, syncing: order.compactMap { open[$0] })
    }

    private func settle(
        _ settlements: [(nodes: [FileNode], finish: @Sendable (StoreError.Cause?) -> Void)],
        syncing directories: [OpenDirectory]
    ) {
        var failures: [FileNode: StoreError.Cause] = [:]
        for directory in directories {
            do throws(StoreError.Cause) {
                try directory.sync()
            } catch {
                failures[directory.node] = error
            }
        }
        for settlement in settlements {
            settlement.finish(settlement.nodes.lazy.compactMap { failures[$0] }.first)
        }
    }
}
