import PurgeJobs
import UnixSignals

/// Runs a command so that the first SIGINT or SIGTERM lets it finish what is in flight and the second cancels it.
enum SignalTrap {
    static func run<Value: Sendable>(
        _ stop: StopSignal,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            let work = Task { try await body() }
            group.addTask {
                try await withTaskCancellationHandler {
                    try await work.value
                } onCancel: {
                    work.cancel()
                }
            }
            group.addTask {
                var count = 0
                for await _ in signals {
                    count += 1
                    if count == 1 {
                        stop.finish()
                        Output.note("purge: finishing what is in flight; once more to cancel it")
                    } else {
                        stop.halt()
                        work.cancel()
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }
}
