import Testing

@testable import PurgeJobs

@Suite struct AddressPolicyTests {
    private static func policy() throws -> AddressPolicy {
        let inner = try #require(IPAddress("10.0.0.5"))
        return AddressPolicy([
            AddressPolicy.Host(try HostName("clips.example"), addresses: [inner]),
            AddressPolicy.Host(try HostName("clips.example"), ports: [8080]),
            AddressPolicy.Host(try HostName("other.example")),
            AddressPolicy.Host(try HostName("10.0.0.6")),
        ])
    }

    @Test(
        arguments: [
            ("http://clips.example", true), ("https://CLIPS.example", true),
            ("http://clips.example:8080", true),
            ("http://clips.example:22", false), ("http://evil.example", false),
            ("http://xclips.example", false),
            ("http://other.example:8080", false), ("http://10.0.0.6", true), ("http://10.0.0.5", false),
        ])
    func onlyListedHostsAndPortsAreListed(url: String, isListed: Bool) throws {
        #expect(try Self.policy().lists(HTTPURL(url).origin) == isListed)
    }

    @Test func `a written address is an exception for its own host's node only`() throws {
        let node = NodeAddress(host: "10.0.0.5", port: 80)
        let clips = try HTTPOrigin(.http, "clips.example")
        let other = try HTTPOrigin(.http, "other.example")
        #expect(try Self.policy().exception(for: clips, via: node) == IPAddress("10.0.0.5"))
        #expect(try Self.policy().exception(for: other, via: node) == nil)
        #expect(try Self.policy().exception(for: clips, via: NodeAddress(host: "10.0.0.7", port: 80)) == nil)
    }

    @Test func `a name that resolves to a written address gets no exception`() throws {
        let clips = try HTTPOrigin(.http, "clips.example")
        #expect(try Self.policy().exception(for: clips, via: nil) == nil)
        let named = NodeAddress(host: "inner.example", port: 80)
        #expect(try Self.policy().exception(for: clips, via: named) == nil)
    }

    @Test func `a host that is an address is written by being listed`() throws {
        let origin = try HTTPOrigin(.http, "10.0.0.6")
        #expect(try Self.policy().exception(for: origin, via: nil) == IPAddress("10.0.0.6"))
    }
}
