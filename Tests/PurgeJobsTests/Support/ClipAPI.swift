import Foundation
import Testing

@testable import PurgeJobs

/// A strict API of clips on loopback, one for the whole test process; it ends with that, because its standard input closes then.
struct ClipAPI: Sendable {
    /// How its pages follow each other.
    enum Way: String, CaseIterable {
        case cursor
        case token
        case offset
        case offsetWithoutTotal
        case link
    }

    static let shared = Result { try ClipAPI() }
    private static let keeper = Lock<[Process]>([])

    private struct Ports: Decodable {
        let api: UInt16
        let other: UInt16
    }

    let port: UInt16

    private init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/clip_api.py").standardizedFileURL
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let chunk = output.fileHandleForReading.availableData
            try #require(!chunk.isEmpty, "the API did not start")
            line += chunk
        }
        port = try JSONDecoder().decode(Ports.self, from: line).api
        Self.keeper.withLock { $0.append(process) }
    }

    /// The URL of a file's rows, one JSON object a line, with further parameters.
    func url(_ way: Way, of file: String, _ query: String = "") -> String {
        let path = String(decoding: PercentEncoding.encoded(Array(file.utf8)), as: UTF8.self)
        let name = way == .offsetWithoutTotal ? Way.offset : way
        return "http://127.0.0.1:\(port)/\(name.rawValue)/\(path)\(query.isEmpty ? "" : "?\(query)")"
    }

    func settings(
        _ way: Way,
        of file: String,
        pageRows: Int,
        _ query: String = ""
    ) throws -> HTTPInventory.Settings {
        let text = url(way, of: file, query)
        let paging: InventoryPaging =
            switch way {
            case .cursor: .token(field: "pagination.cursor", parameter: "after")
            case .token: .token(field: "nextPageToken", parameter: "pageToken")
            case .offset: .offset(parameter: "offset", total: "meta.total")
            case .offsetWithoutTotal: .offset(parameter: "offset", total: nil)
            case .link: .link
            }
        var settings = HTTPInventory.Settings(name: text, url: try HTTPURL(text), paging: paging)
        let sizes: [Way: String] = [.cursor: "first", .token: "pageSize", .link: "per_page"]
        settings.size = .init(parameter: sizes[way] ?? "limit", rows: pageRows)
        settings.rows =
            [.cursor: "data", .token: "clips", .offset: "items", .offsetWithoutTotal: "items"][way]
        return settings
    }

    /// The targets that a walk of that name asked for, with what it showed for its credential.
    func seen(by walk: String) async throws -> [[String]] {
        let host = AddressPolicy.Host(try HostName("127.0.0.1"), ports: [port])
        let client = HTTPClient(TransportSettings(.control, AddressPolicy([host])))
        var request = HTTPRequest(
            .get,
            try HTTPOrigin(.http, "127.0.0.1", port: port),
            try RequestTarget("/seen?walk=\(walk)")
        )
        request.body = .collect(limit: 1 << 20)
        return try JSONDecoder().decode([[String]].self, from: Data(await client.send(request).body))
    }
}
