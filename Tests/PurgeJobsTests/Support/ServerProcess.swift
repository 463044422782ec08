import Foundation
import Glibc
import Testing

@testable import PurgeJobs

/// A server in the foreground of a process of its own, stopped by its id with this object or with the test process.
///
/// A guardian stands between: it waits for a line, or for the end of its standard input, which comes whichever way this
/// process ends. It lets signals through, which threads of Swift's block and varnishd takes as it finds them.
final class ServerProcess: Sendable {
    private static let guardian = """
        import os, signal, subprocess, sys
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.environ["PATH"] += ":/usr/sbin"
        server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
        sys.stdin.readline()
        server.terminate()
        server.wait()
        """

    private let process: Process
    private let input = Pipe()
    private let output: String

    /// Starts a program, which writes what it says into a file.
    init(_ arguments: [String], output path: String) throws {
        process = Process()
        output = path
        try Data().write(to: URL(filePath: path))
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.guardian] + arguments
        process.standardInput = input
        // Else its siblings inherit this end too, and the guardian never sees it close.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let said = try FileHandle(forWritingTo: URL(filePath: path))
        process.standardOutput = said
        process.standardError = said
        try process.run()
    }

    deinit { stop() }

    /// Returns when the server has ended.
    func stop() {
        guard process.isRunning else { return }

        // It ended by itself in this moment: then nobody reads the line.
        try? input.fileHandleForWriting.write(contentsOf: Array("\n".utf8))
        process.waitUntilExit()
    }

    /// What it has said so far.
    var said: String {
        // A server that said nothing has no file.
        (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    }

    /// Ports that nobody listens at just now.
    static func freePorts(_ count: Int) throws -> [UInt16] {
        let script = """
            import socket
            holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(\(count))]
            print(*(holder.getsockname()[1] for holder in holders))
            """
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let ports = text.split { $0.isWhitespace }.compactMap { UInt16($0) }
        try #require(ports.count == count, "python3 is missing, or no port is free")
        return ports
    }
}
