import Testing

@testable import PurgeJobs

@Suite struct HTTPURLTests {
    @Test(
        arguments: [
            ("http://a.example/x?y=1", "http://a.example", "/x?y=1"),
            ("HTTPS://A.Example:443/X/../%2e", "https://a.example", "/X/../%2e"),
            ("https://a.example:8443", "https://a.example:8443", "/"),
            ("http://a.example?", "http://a.example", "/?"),
            ("http://[::1]:81//", "http://[::1]:81", "//"),
            ("http://1.2.3.4/a@b:c", "http://1.2.3.4", "/a@b:c"),
            ("http://a_b.example-1.c/\\", "http://a_b.example-1.c", "/\\"),
        ])
    func urlIsTakenApartUnchanged(text: String, origin: String, target: String) throws {
        let url = try HTTPURL(text)
        #expect(url.origin.description == origin)
        #expect(Array(url.target.bytes) == Array(target.utf8))
    }

    @Test func `bytes beyond ASCII stay in the target as they are`() throws {
        let bytes = Array("http://a.example/".utf8) + [0xc3, 0x28, 0xff]
        #expect(try Array(HTTPURL(bytes).target.bytes) == [0x2f, 0xc3, 0x28, 0xff])
    }

    @Test(
        arguments: [
            ("ftp://a.example/", HTTPSyntaxError.scheme), ("//a.example/", .scheme),
            ("http:/a.example", .scheme),
            ("", .scheme), ("http", .scheme), ("file:///etc/passwd", .scheme), ("h\u{4}tp://a/", .scheme),
            ("http://u@a.example/", .userInfo), ("http://u:p@a.example/", .userInfo),
            ("http://good.example@evil.example/", .userInfo),
            ("http:///x", .host), ("http://?x", .host), ("http://a..b/", .host), ("http://.a/", .host),
            ("http://a.example./", .host), ("http://a b/", .host), ("http://a\0b/", .host),
            ("http://a%00b/", .host),
            ("http://ä.example/", .host), ("http://a\\b/", .host), ("http://[::1/", .host),
            ("http://[1.2.3.4]/", .host),
            ("http://[::1%lo]/", .host), ("http://::1/", .port), ("http://[::1]x/", .host),
            ("http://[a:b]/", .host),
            ("http://2130706433/", .host), ("http://0x7f.1/", .host), ("http://127.1/", .host),
            ("http://0177.0.0.1/", .host), ("http://1.2.3.0x4/", .host), ("http://0xA9FEA9FE/", .host),
            ("http://a.example:/", .port), ("http://a.example:0/", .port), ("http://a.example:65536/", .port),
            ("http://a.example:+80/", .port), ("http://a.example:80:80/", .port),
            ("http://a.example:8 0/", .port),
            ("http://a.example/#x", .fragment), ("http://a.example#x", .fragment),
            ("http://a.example/?#", .fragment),
            ("http://a.example/a b", .targetByte(32, offset: 2)),
            ("http://a.example/\r\nX: 1", .targetByte(13, offset: 1)),
            ("http://a.example/\0", .targetByte(0, offset: 1)),
            ("http://a.example/\u{7f}", .targetByte(127, offset: 1)),
            ("http://a.example?\t", .targetByte(9, offset: 2)),
        ])
    func hostileURLIsRefused(text: String, error: HTTPSyntaxError) {
        #expect(throws: error) { try HTTPURL(text) }
    }

    @Test func `a target begins with a slash`() {
        #expect(throws: HTTPSyntaxError.relativeTarget) { try RequestTarget("x") }
        #expect(throws: HTTPSyntaxError.relativeTarget) { try RequestTarget("") }
    }

    @Test func `an origin says its port to the server only if it is not the default`() throws {
        #expect(try HTTPOrigin(.https, "a.example").authority == "a.example")
        #expect(try HTTPOrigin(.http, "a.example", port: 443).authority == "a.example:443")
        #expect(try HTTPOrigin(.http, "::1", port: 81).authority == "[::1]:81")
    }

    @Test func `a byte range does not end before it begins`() throws {
        #expect(try ByteRange(0, through: 0).text == "0-0")
        #expect(try ByteRange(last: 5).text == "-5")
        #expect(throws: HTTPSyntaxError.range) { try ByteRange(2, through: 1) }
        #expect(throws: HTTPSyntaxError.range) { try ByteRange(last: 0) }
    }
}
