import Foundation
import Testing

@testable import PurgeJobs

/// The stand-in of a platform's moderation API, which does what tests tell it and says what it was asked.
final class ModerationServer: Sendable {
    struct Report: Decodable, Sendable {
        /// Key, what was asked for, and the idempotency key.
        let effects: [[String]]
        let polls: [String: Int]
        let refused: [String]

        func effects(on key: String) -> [String] { effects.filter { $0[0] == key }.map { $0[1] } }
        func stepKeys(of key: String) -> Set<String> { Set(effects.filter { $0[0] == key }.map { $0[2] }) }
    }

    static let token = "Bearer nightingale"

    let port: UInt16
    private let process: Process
    private let input = Pipe()
    private let client: HTTPClient
    private let folder: ScratchFolder
    private let credential: String

    private struct Ports: Decodable {
        let port: UInt16
    }

    init() throws {
        folder = try ScratchFolder()
        credential = try folder.write(Self.token, as: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: credential)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/moderation.py").standardizedFileURL
        let pipe = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = input
        process.standardOutput = pipe
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let byte = try pipe.fileHandleForReading.read(upToCount: 1) ?? Data()
            try #require(!byte.isEmpty, "the moderation server did not start")
            line += byte
        }
        port = try JSONDecoder().decode(Ports.self, from: line).port
        let host = AddressPolicy.Host(try HostName("127.0.0.1"), ports: [port])
        client = HTTPClient(TransportSettings(.control, AddressPolicy([host])))
    }

    deinit { process.terminate() }

    /// Has it asked with another credential from then on, or with its own again.
    func sign(with token: String = ModerationServer.token) throws {
        try Data(token.utf8).write(to: URL(filePath: credential))
    }

    /// The keys of a store of the kind `http`, as a site file writes them beneath its name.
    func settings(interval: String = "100ms", deadline: String = "1h", poll: Bool = true) -> String {
        let body = #"body: '{"clip": "{key}", "revision": "{identity}", "request": "{stepKey}"}'"#
        let (api, json) = ("http://127.0.0.1:\(port)/v1/clips/{key}", "contentType: application/json")
        let result = "result: {at: /result, done: [ok], already: [already], gone: [none]}"
        let polling = """
            poll: {url: Location, interval: \(interval), deadline: \(deadline), \
            state: {at: /state, done: [succeeded], pending: [running], failed: [failed]}}
            """
        return """
            kind: http
            credential: {header: Authorization, file: \(credential)}
            lookup:
              url: "\(api)"
              state: {at: /clip/status, there: [published], hidden: [disabled]}
              identity: ETag
              size: /clip/bytes
            disable: {method: POST, url: "\(api)/disable", \(body), \(json), done: [200], pending: [202], gone: [404], \(result)}
            restore: {method: POST, url: "\(api)/restore", \(body), \(json), done: [200], pending: [202], gone: [404], \(result)}
            delete: {method: DELETE, url: "\(api)", headers: {If-Match: "{identity}"}, done: [200], pending: [202], gone: [404], \(result)}
            \(poll ? polling : "")
            """
    }

    /// A site whose clips it holds and serves.
    func site(_ settings: String? = nil, more: String = "") -> String {
        let indented = (settings ?? self.settings()).split(separator: "\n").map { "    \($0)" }
        return """
            site: test
            families:
              clip: {hosts: ["127.0.0.1:\(port)"], schemes: [http], path: "/served/{id}", object: "api:{id}"}
            stores:
              api:
            \(indented.joined(separator: "\n"))
            origins:
              origin-1: {address: "127.0.0.1:\(port)"}
            controls: [lit-1]
            \(more)

            """
    }

    /// A platform on the text of a site file.
    func platform(_ text: String) throws -> Platform {
        try Platform(SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: [:]))
    }

    func put(_ clips: [String: String]) async throws { try await tell(["put": clips]) }
    func remove(_ key: String) async throws { try await tell(["remove": key]) }
    func set(_ modes: [String], for key: String) async throws { try await tell(["modes": [key: modes]]) }
    func finish(_ key: String) async throws { try await tell(["finish": key]) }
    /// Serves, under `/files/`, what lies in a folder.
    func serve(folder: String) async throws { try await tell(["folder": folder]) }
    /// Serves, under `/rows/`, what the table of a database says is published.
    func serve(_ table: ClipTable) async throws { try await tell(["database": table.path]) }

    func report() async throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(try await ask("/control").body))
    }

    /// What everybody gets of a clip; nil when it is refused.
    func served(_ key: String) async throws -> String? {
        let response = try await ask("/served/\(key)")
        return response.status == 200 ? response.bodyText : nil
    }

    private func tell(_ order: some Encodable) async throws {
        _ = try await ask("/control", .post, [UInt8](JSONEncoder().encode(order)))
    }

    private func ask(
        _ target: String,
        _ method: HTTPMethod = .get,
        _ content: [UInt8]? = nil
    ) async throws -> HTTPResponse {
        let origin = try HTTPOrigin(.http, "127.0.0.1", port: port)
        var request = HTTPRequest(method, origin, try RequestTarget(target))
        request.content = content
        request.body = .collect(limit: 1 << 20)
        return try await client.send(request)
    }
}
