import Testing

@testable import PurgeJobs

@Suite struct IPAddressTests {
    @Test(
        arguments: [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
            "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1",
            "fd00:ec2::254",
            "fe80::1", "fec0::1", "ff02::1", "4000::1",
        ])
    func specialAddressIsNotPublic(text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test(
        arguments: [
            "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.0.1.1",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "2606:4700::1111", "2a00::1",
            "2001:4860:4860::8888",
        ])
    func ordinaryAddressIsPublic(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: ["127.0.0.1", "8.8.4.4", "2606:4700::1111", "::1", "fe80::1"])
    func textIsReadAndWrittenAlike(text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }

    @Test(
        arguments: [
            "", "1", "127.1", "0x7f.1", "0177.0.0.1", "127.0.0.01", "2130706433", "1.2.3.4.5", "256.1.1.1",
            "[::1]",
            "::1%lo", "1.2.3.4 ", "1.2.3.4\0", ":::", "localhost",
        ])
    func looseTextIsNoAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `an IPv4 address written as IPv6 is that IPv4 address`() {
        #expect(IPAddress("::ffff:192.168.1.1") == IPAddress("192.168.1.1"))
    }
}
