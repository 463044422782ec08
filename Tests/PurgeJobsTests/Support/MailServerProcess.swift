import Foundation
import Testing

@testable import PurgeJobs

/// A strict mail server on loopback, which says what it was given.
final class MailServerProcess: Sendable {
    struct Mail: Decodable, Sendable {
        let from: String
        let to: [String]
        let isEncrypted: Bool
        let user: String?
        let text: String
        let hasBareLF: Bool
    }

    struct Ports: Decodable, Sendable {
        /// Takes nothing before STARTTLS.
        let strict: UInt16
        /// Has no TLS.
        let bare: UInt16
        let tls: UInt16
    }

    let ports: Ports
    let authorities: String
    private let process: Process
    private let output: FileHandle

    /// Starts it with the certificate of the other loopback servers (localhost, edge.test).
    init() throws {
        authorities = try LoopbackServer.shared.get().authorities
        let folder = URL(filePath: authorities).deletingLastPathComponent()
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/mail.py").standardizedFileURL
        let pipe = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, folder.appending(path: "leaf.pem").path,
            folder.appending(path: "leaf.key").path,
        ]
        process.standardInput = Pipe()
        process.standardOutput = pipe
        try process.run()
        output = pipe.fileHandleForReading
        ports = try JSONDecoder().decode(Ports.self, from: Self.line(of: output))
    }

    deinit { process.terminate() }

    /// The next mail that it took.
    func next() throws -> Mail { try JSONDecoder().decode(Mail.self, from: Self.line(of: output)) }

    private static func line(of output: FileHandle) throws -> Data {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let byte = try output.read(upToCount: 1) ?? Data()
            try #require(!byte.isEmpty, "the mail server ended")
            line += byte
        }
        return line
    }
}
