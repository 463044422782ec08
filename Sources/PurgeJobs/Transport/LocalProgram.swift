import Foundation
private import Glibc

/// Runs a program of this machine by its absolute path, without a shell and with nothing of ours but its arguments.
struct LocalProgram: Sendable {
    /// The path, and arguments.
    let command: [String]
    /// After so long it is killed.
    let limit: Duration

    /// Its exit status; -1 when it hung and was killed, nil when it could not be started.
    ///
    /// Without `input` it reads nothing. What it prints is thrown away.
    func status(readingFrom input: FileHandle = .nullDevice) async -> Int32? {
        guard let program = command.first else { return nil }

        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(command.dropFirst())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return await withTaskGroup(of: Int32?.self) { group in
            let (ends, end) = AsyncStream.makeStream(of: Int32.self)
            process.terminationHandler = { end.yield($0.terminationStatus) }
            do {
                try process.run()
            } catch {
                return nil
            }
            group.addTask {
                for await status in ends { return status }
                return -1
            }
            group.addTask {
                // Cut short when the program has ended.
                try? await Task.sleep(for: limit)
                return -1
            }
            let first = await group.next() ?? nil
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            group.cancelAll()
            return first
        }
    }
}
