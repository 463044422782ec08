import Foundation
import Testing

@testable import PurgeJobs

/// A real cache of a kind, one node or several, in front of a real origin; on loopback, in a folder of its own.
///
/// The caches run with the very files that Purge ships, in scripts/demo-platform. The origin serves
/// files under `/v/`, under `/vary/` with `Vary: Origin`, and tags everything with `clip-` and the file's name.
final class RealCache: Sendable {
    static let host = "clips.test"
    /// One that no cache is configured for.
    static let otherHost = "elsewhere.test"

    let kind: CDNKind
    let nodes: [NodeAddress]
    let origin: HTTPOrigin
    private let server: EdgeServer
    private let folder: ScratchFolder
    private let servers: [ServerProcess]
    private let client: HTTPClient

    init(_ kind: CDNKind, nodes count: Int = 1, server edge: EdgeServer? = nil) async throws {
        let folder = try ScratchFolder()
        let server = edge ?? EdgeServer(kind)
        let ports = try ServerProcess.freePorts(2 * count + 1)
        try Self.makeFolders(["www/v", "www/vary", "origin"], in: folder)
        try folder.write(Self.originFile(port: ports[0], root: "\(folder.path)/www"), as: "origin/nginx.conf")
        let address = try #require(IPAddress("127.0.0.1"))
        let known = AddressPolicy.Host(try HostName(Self.host), ports: [80], addresses: [address])
        let other = AddressPolicy.Host(try HostName(Self.otherHost), ports: [80], addresses: [address])
        client = HTTPClient(TransportSettings(.control, AddressPolicy([known, other])))
        origin = try HTTPOrigin(.http, Self.host)
        let place = "\(folder.path)/origin"
        let source = try ServerProcess(EdgeServer.nginx(place), output: "\(place)/said.log")
        // A node that finds no origin when it starts may take it for dead for a while.
        try await Self.awaitAnswer(port: ports[0], of: source, origin, client)
        var servers = [source]
        for (number, port) in ports[1...count].enumerated() {
            let setting = EdgeServer.Setting(
                folder: "\(folder.path)/node-\(number)",
                origin: ports[0],
                port: port,
                bypass: ports[1 + count + number]
            )
            servers.append(try server.start(setting))
        }
        for (port, server) in zip(ports, servers).dropFirst() {
            try await Self.awaitAnswer(port: port, of: server, origin, client)
        }
        nodes = ports[1...count].map { NodeAddress(host: "127.0.0.1", port: $0) }
        self.server = server
        self.kind = kind
        self.folder = folder
        self.servers = servers
    }

    // MARK: The platform

    func publish(_ path: String, _ text: String = "the clip's bytes") throws {
        try folder.write(text, as: "www/\(path)")
    }

    func withdraw(_ path: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder.path)/www/\(path)")
    }

    static func link(_ target: String) throws -> LinkURL { try #require(LinkURL("http://\(host)\(target)")) }

    /// The file of an nginx node's deny list, and how the node is told of it.
    func denyListFile(node: Int = 0) throws -> DenyListFile {
        let node = "\(folder.path)/node-\(node)"
        let reload = ["/usr/sbin/nginx", "-p", "\(node)/", "-c", "\(node)/nginx.conf", "-s", "reload"]
        return DenyListFile(path: "\(node)/purge-deny.map", reload: reload)
    }

    /// The directory of an nginx node's cache.
    func cacheDirectory(node: Int = 0) -> String { "\(folder.path)/node-\(node)/cache" }

    /// Ends a node, as a machine that went down.
    func stop(node: Int) async { await servers[node + 1].stop() }

    // MARK: Requests

    func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await client.send(request) }

    func get(_ target: String, node: Int = 0, fields: [String: String] = [:]) async throws -> HTTPResponse {
        var request = HTTPRequest(.get, origin, try RequestTarget(target))
        request.via = nodes[node]
        request.body = .collect(limit: 65_536)
        for (name, value) in fields { try request.fields.append(name, value) }
        return try await send(request)
    }

    /// Status and whether the cache had it, such as `200 HIT`.
    func look(_ target: String, node: Int = 0, fields: [String: String] = [:]) async throws -> String {
        let response = try await get(target, node: node, fields: fields)
        return "\(response.status) \(server.source(of: response))"
    }

    func purge(_ target: String, node: Int = 0, of host: String = RealCache.host) async throws -> PurgeAnswer
    {
        let adapter = try #require(kind.makeAdapter() as? any LinkPurging)
        let request = try adapter.purgeRequest(
            for: [try #require(LinkURL("http://\(host)\(target)"))],
            at: nodes[node],
            credential: nil
        )
        return adapter.answer(to: try await send(request))
    }

    // MARK: Servers

    /// A server has no event for "I accept" that all of them share, so it is asked again and again.
    private static func awaitAnswer(
        port: UInt16,
        of server: ServerProcess,
        _ origin: HTTPOrigin,
        _ client: HTTPClient
    ) async throws {
        for _ in 0..<500 {
            var request = HTTPRequest(.get, origin, try RequestTarget("/"))
            request.via = NodeAddress(host: "127.0.0.1", port: port)
            do {
                _ = try await client.send(request)
                return
            } catch {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        Issue.record("a server does not answer; is it installed? \(server.said)")
    }

    private static func makeFolders(_ names: [String], in folder: ScratchFolder) throws {
        for name in names {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)",
                withIntermediateDirectories: true
            )
        }
    }

    private static func originFile(port: UInt16, root: String) -> String {
        """
        daemon off;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 256; }
        http {
            access_log off;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            server {
                listen 127.0.0.1:\(port);
                root \(root);
                add_header Cache-Control "public, max-age=3600";
                location ~ "^/v/(?<clip>[^/.]+)" { add_header xkey "clip-$clip";
                    add_header Cache-Control "public, max-age=3600"; }
                location /vary/ { add_header Cache-Control "public, max-age=3600"; add_header Vary Origin; }
            }
        }
        """
    }
}
