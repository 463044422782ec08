import ArgumentParser
import Logging
import Synchronization

/// How much is logged on standard error.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace
    case debug
    case info
    case notice
    case warning
    case error
    case critical

    private static let isStarted = Mutex(false)

    /// Sends logs to standard error, results stay on standard output; a second call changes nothing.
    func startLogging() {
        let isFirst = Self.isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        guard isFirst, let level = Logger.Level(rawValue: rawValue) else { return }

        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}
