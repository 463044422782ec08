import Testing

@testable import PurgeJobs

/// A client whose policy lists the loopback servers, and short ways to use it.
struct LoopbackClient {
    let server: LoopbackServer
    let client: HTTPClient

    init(
        _ purpose: TransportSettings.Purpose = .control,
        _ change: (inout TransportSettings) -> Void = { _ in }
    ) throws {
        server = try LoopbackServer.shared.get()
        let address = try #require(IPAddress("127.0.0.1"))
        let ports: Set = [
            1, 80, 443, server.plain, server.second, server.tls, server.oldTLS, server.http2, server.relay,
        ]
        let hosts = try ["127.0.0.1", "localhost", "edge.test", "goaway.test", "other.test"].map {
            AddressPolicy.Host(try HostName($0), ports: ports, addresses: [address])
        }
        var settings = TransportSettings(purpose, AddressPolicy(hosts))
        settings.authorities = server.authorities
        // However long a test waits for its turn on a busy machine.
        settings.idleLifetime = .seconds(3600)
        change(&settings)
        client = HTTPClient(settings)
    }

    /// A request to the plain server that keeps the answer's body.
    func request(
        _ target: String,
        _ method: HTTPMethod = .get,
        limit: Int = 65_536,
        within time: Duration = .seconds(60)
    ) throws -> HTTPRequest {
        let origin = try HTTPOrigin(.http, "127.0.0.1", port: server.plain)
        var request = HTTPRequest(method, origin, try RequestTarget(target), deadline: .now + time)
        request.body = .collect(limit: limit)
        return request
    }

    /// A request to a TLS server, reached over loopback.
    func secureRequest(
        _ target: String,
        _ method: HTTPMethod = .get,
        host: String = "localhost",
        port: UInt16
    ) throws -> HTTPRequest {
        let origin = try HTTPOrigin(.https, host, port: port)
        var request = HTTPRequest(method, origin, try RequestTarget(target), deadline: .now + .seconds(60))
        request.via = NodeAddress(host: "127.0.0.1", port: port)
        request.body = .collect(limit: 65_536)
        return request
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await client.send(request)
    }

    /// The failure of a request that is expected to fail.
    func failure(of request: HTTPRequest) async throws -> TransportError {
        try #require(
            await #expect(throws: TransportError.self) { try await client.send(request) }
        )
    }

    /// How often the server saw a request for this target.
    func seen(_ target: String) async throws -> Int {
        let response = try await send(request("/seen?\(target)"))
        return try #require(Int(String(decoding: response.body, as: UTF8.self)))
    }
}

extension HTTPResponse {
    var bodyText: String { String(decoding: body, as: UTF8.self) }
}
