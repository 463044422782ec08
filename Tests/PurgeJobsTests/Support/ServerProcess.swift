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
    /// Ends when the guardian has.
    private let life: AsyncStream<Never>

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
        let (life, end) = AsyncStream.makeStream(of: Never.self)
        self.life = life
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    // Nobody waits here: that would hold up a thread that all tests share.
    deinit { askToEnd() }

    /// Returns when the server has ended.
    func stop() async {
        askToEnd()
        for await _ in life {}
    }

    private func askToEnd() {
        guard process.isRunning else { return }

        // It ended by itself in this moment: then nobody reads the line.
        try? input.fileHandleForWriting.write(contentsOf: Array("\n".utf8))
    }

    /// What it has said so far.
    var said: String {
        // A server that said nothing has no file.
        (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    }

    /// Ports that nobody listens at just now.
    static func freePorts(_ count: Int) throws -> [UInt16] {
        let holders = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        defer { for holder in holders { close(holder) } }
        return try holders.map { holder in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    unsafe bind(holder, pointer, size) == 0 ? unsafe getsockname(holder, pointer, &size) : -1
                }
            }
            try #require(code == 0, "no port is free")
            return UInt16(bigEndian: address.sin_port)
        }
    }
}
