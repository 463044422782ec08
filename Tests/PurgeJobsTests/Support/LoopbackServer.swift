import Foundation
import Testing

@testable import PurgeJobs

/// The servers that transport tests talk to: one set for the whole test process.
///
/// A Python process runs them and ends when this process does, however that ends, because its standard input
/// closes then.
struct LoopbackServer: Sendable {
    let plain: UInt16
    /// The same server on a second port, as a second edge.
    let second: UInt16
    let tls: UInt16
    let oldTLS: UInt16
    let http2: UInt16
    /// Leads to `http2` and cuts every connection after 150 ms.
    let relay: UInt16
    /// A PEM file with the authority that signed the servers' certificate (localhost, edge.test, goaway.test).
    let authorities: String

    static let shared = Result { try LoopbackServer() }

    private struct Ports: Decodable {
        let plain: UInt16
        let second: UInt16
        let tls: UInt16
        let oldTLS: UInt16
        let http2: UInt16
        let relay: UInt16
    }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "loopback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.makeCertificate(in: folder)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/loopback.py").standardizedFileURL
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, folder.appending(path: "leaf.pem").path,
            folder.appending(path: "leaf.key").path, "nginx",
        ]
        process.standardInput = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let chunk = output.fileHandleForReading.availableData
            try #require(!chunk.isEmpty, "the loopback server did not start")
            line += chunk
        }
        let ports = try JSONDecoder().decode(Ports.self, from: line)
        plain = ports.plain
        second = ports.second
        tls = ports.tls
        oldTLS = ports.oldTLS
        http2 = ports.http2
        relay = ports.relay
        authorities = folder.appending(path: "authority.pem").path
        Self.keeper.withLock { $0.append(process) }
    }

    /// Keeps the process object, and with it the pipe to its standard input, until this process ends.
    private static let keeper = Lock<[Process]>([])

    private static func makeCertificate(in folder: URL) throws {
        let names = "subjectAltName=DNS:localhost,DNS:edge.test,DNS:goaway.test,IP:127.0.0.1"
        try openssl(
            folder,
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=Loopback Authority",
            "-keyout",
            "authority.key",
            "-out",
            "authority.pem"
        )
        try openssl(
            folder,
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            names,
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-CA",
            "authority.pem",
            "-CAkey",
            "authority.key",
            "-keyout",
            "leaf.key",
            "-out",
            "leaf.pem"
        )
    }

    private static func openssl(_ folder: URL, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments[0]) failed")
    }
}
