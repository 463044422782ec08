import Testing

@testable import PurgeJobs

@Suite struct HeaderBlockTests {
    private static let block = HeaderBlock(
        bytes: Array(
            """
            HTTP/1.1 200 OK\r
            Age: 5\r
            X-Tag:one\r
            x-TAG: \t two \r
            X-Tagged: no\r
            Folded: a\r
             X-Tag: three\r
            Empty:\r
            \r
            X-Trailer: 1\r

            """.utf8
        )
    )

    @Test func `every value of a field is found, in order and trimmed`() {
        #expect(Self.block.values(of: "X-Tag").map { Array($0) } == [Array("one".utf8), Array("two".utf8)])
        #expect(Self.block.text("age") == "5")
        #expect(Self.block.text("Empty") == "")
    }

    @Test(arguments: ["Ag", "Age:", "HTTP/1.1 200 OK", "", "X-Trailer", "Missing"])
    func otherNamesAreNotFound(name: String) {
        #expect(Self.block.first(name) == nil)
    }

    @Test(
        arguments: [
            ("7", Duration.seconds(7)), ("0", .zero), ("-5", nil), ("", nil), ("1.5", nil), ("soon", nil),
            ("5 minutes", nil), ("99999999999999999999", .seconds(Int32.max)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(60)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(60)),
            ("Sun Nov  6 08:49:37 1994", .seconds(60)), ("Sun, 06 Nov 1994 08:00:00 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
        ])
    func retryAfterIsReadInBothForms(value: String, expected: Duration?) {
        let header = HeaderBlock(bytes: Array("HTTP/1.1 429 No\r\nRetry-After: \(value)\r\n\r\n".utf8))
        #expect(RetryAfter.read(header, now: 784_111_717) == expected)
    }

    @Test func `a date is measured against the server's own clock`() {
        let text = """
            HTTP/1.1 503 No\r\nDate: Sun, 06 Nov 1994 08:49:07 GMT\r
            Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n
            """
        #expect(RetryAfter.read(HeaderBlock(bytes: Array(text.utf8)), now: 0) == .seconds(30))
    }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Sun, 22 Nov 2026 15:40:17 GMT", 1_795_362_017),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ])
    func dateIsReadToTheSecond(text: String, seconds: Int) {
        #expect(HTTPDate(text.utf8)?.seconds == seconds)
    }
}
