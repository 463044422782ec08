import Testing

@testable import PurgeJobs

/// Addresses that are not of the public internet get no connection unless they are written down for the host.
@Suite struct HTTPClientVetoTests {
    /// A client that lists the hosts, and writes no address.
    private static func client(_ hosts: [String], ports: Set<UInt16>) throws -> HTTPClient {
        let hosts = try hosts.map { AddressPolicy.Host(try HostName($0), ports: ports) }
        return HTTPClient(TransportSettings(.probe, AddressPolicy(hosts)))
    }

    private static func request(_ host: String, port: UInt16, via: String? = nil) throws -> HTTPRequest {
        var request = HTTPRequest(.get, try HTTPOrigin(.http, host, port: port), try RequestTarget("/veto"))
        request.via = via.map { NodeAddress(host: $0, port: port) }
        return request
    }

    @Test func `a name that leads to loopback is refused`() async throws {
        let port = try LoopbackServer.shared.get().plain
        let client = try Self.client(["localhost"], ports: [port])
        let error = await #expect(throws: TransportError.self) {
            try await client.send(Self.request("localhost", port: port))
        }
        guard case .vetoed(let address) = error?.kind else { throw try #require(error) }
        #expect(!address.isPublic && error?.wasSent == false)
    }

    @Test(arguments: [
        "127.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "localhost", "169.254.169.254",
    ])
    func nodeThatIsNotWrittenIsRefused(node: String) async throws {
        let port = try LoopbackServer.shared.get().plain
        let client = try Self.client(["clips.test"], ports: [port])
        let error = await #expect(throws: TransportError.self) {
            try await client.send(Self.request("clips.test", port: port, via: node))
        }
        guard case .vetoed = error?.kind else { throw try #require(error) }
        #expect(error?.wasSent == false)
    }

    @Test func `a written address serves its own host's node, and no connection of it serves another`()
        async throws
    {
        let port = try LoopbackServer.shared.get().plain
        let address = try #require(IPAddress("127.0.0.1"))
        let policy = AddressPolicy([
            AddressPolicy.Host(try HostName("clips.test"), ports: [port], addresses: [address]),
            AddressPolicy.Host(try HostName("localhost"), ports: [port], addresses: [address]),
            AddressPolicy.Host(try HostName("other.test"), ports: [port]),
        ])
        let client = HTTPClient(TransportSettings(.probe, policy))
        #expect(try await client.send(Self.request("clips.test", port: port, via: "127.0.0.1")).status == 200)
        #expect(try await client.send(Self.request("localhost", port: port, via: "127.0.0.1")).status == 200)
        // The same address, once by the node of a host without it, once by what DNS says.
        for request in try [
            Self.request("other.test", port: port, via: "127.0.0.1"), Self.request("localhost", port: port),
        ] {
            let error = await #expect(throws: TransportError.self) { try await client.send(request) }
            guard case .vetoed = error?.kind else { throw try #require(error) }
        }
        #expect(try await client.send(Self.request("clips.test", port: port, via: "127.0.0.1")).status == 200)
    }
}
