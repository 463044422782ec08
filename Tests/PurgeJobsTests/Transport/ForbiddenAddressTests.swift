import Testing

@testable import PurgeJobs

/// Spellings of addresses that data must never lead to: as a URL's host, as a redirect's, and as what DNS answers (R13).
@Suite struct ForbiddenAddressTests {
    /// Addresses as a resolver may answer them.
    static let addresses = [
        "127.0.0.1", "127.0.0.53", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
        "100.64.0.1", "100.100.100.200", "100.127.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254",
        "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
        "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "0:0:0:0:0:0:0:1", "::7f00:1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:10.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:db8::1", "2002:7f00:1::",
        "2002:a9fe:a9fe::", "3fff::1", "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1",
        "ff02::1", "ff0e::1",
    ]

    /// Spellings in which data writes them, or hides them behind a host of ours.
    static let spellings =
        addresses.map { $0.contains(":") ? "[\($0)]" : $0 } + [
            "localhost", "LOCALHOST", "localhost.", "127.1", "127.0.1", "2130706433", "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1", "017700000001", "127.0.0.1.", "0", "0x0", "[::ffff:0x7f.1]", "[::1%25lo]",
            "[::1%lo]",
            "127%2e0%2e0%2e1", "%31%32%37.0.0.1", "127。0。0。1", "１２７.0.0.1", "①②⑦.0.0.1", "ⓛocalhost",
            "169.254.169.254:80", "metadata.google.internal", "clips.test.evil.example",
            "clips.test@127.0.0.1",
            "127.0.0.1#@clips.test", "127.0.0.1\\@clips.test", "clips.test\\.evil.example",
            "clips.test:80@127.0.0.1",
            "clips.test%00.evil.example", "clips.test%2f@127.0.0.1", "evil.example/clips.test", "xclips.test",
        ]

    private static func client() throws -> HTTPClient {
        let ports: Set<UInt16> = [80, 443]
        let host = AddressPolicy.Host(try HostName("clips.test"), ports: ports)
        return HTTPClient(TransportSettings(.probe, AddressPolicy([host])))
    }

    @Test func `there are more than sixty`() { #expect(Set(Self.spellings).count >= 60) }

    @Test func `no spelling is a URL that a request is made of`() async throws {
        let client = try Self.client()
        for spelling in Self.spellings {
            // What is refused as it is read needs no request.
            guard let url = try? HTTPURL("http://\(spelling)/v/1.mp4") else { continue }

            let request = HTTPRequest(.get, url.origin, url.target, deadline: .now + .seconds(5))
            let error = await #expect(throws: TransportError.self, "\(spelling)") {
                try await client.send(request)
            }
            #expect(error?.kind == .unlisted && error?.wasSent == false, "\(spelling)")
        }
    }

    @Test func `no spelling is a host of ours, so that no redirect to it is followed`() throws {
        for spelling in Self.spellings {
            guard let url = LinkURL("http://\(spelling)/v/1.mp4") else { continue }

            #expect(Link.host(of: url) != "clips.test", "\(spelling)")
        }
    }

    @Test func `what DNS answers is checked at the socket`() async throws {
        let client = try Self.client()
        for address in Self.addresses {
            #expect(IPAddress(address)?.isPublic == false, "\(address)")
            let origin = try HTTPOrigin(.http, "clips.test")
            let target = try RequestTarget("/v/1.mp4")
            var request = HTTPRequest(.get, origin, target, deadline: .now + .seconds(5))
            // The node stands for what a resolver would answer: the socket's address is what is looked at.
            request.via = NodeAddress(host: address, port: 80)
            let error = await #expect(throws: TransportError.self, "\(address)") {
                try await client.send(request)
            }
            guard case .vetoed = error?.kind else {
                Issue.record("\(address): \(String(describing: error))")
                continue
            }
            #expect(error?.wasSent == false)
        }
    }
}
