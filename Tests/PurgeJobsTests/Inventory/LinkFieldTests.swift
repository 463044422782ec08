import Testing

@testable import PurgeJobs

@Suite struct LinkFieldTests {
    private func next(_ values: String...) throws -> String {
        let fields = values.map { "Link: \($0)\r\n" }.joined()
        let header = HeaderBlock(bytes: Array("HTTP/1.1 200 OK\r\n\(fields)\r\n".utf8))
        let url = try HTTPURL("https://api.test/clips?a=1")
        return String(decoding: try LinkField.next(in: header, of: url), as: UTF8.self)
    }

    @Test func `the next page is found among other links`() throws {
        #expect(try next("<https://api.test/clips?page=2>; rel=\"next\"") == "/clips?page=2")
        #expect(try next("<https://api.test:443/p>; rel=next") == "/p")
        #expect(
            try next(
                "<https://api.test/1>; rel=\"first\", <https://api.test/2>; title=\"a, <b>; rel=prev\" ; REL = \"last NEXT\""
            ) == "/2"
        )
        #expect(try next("<https://api.test/1>; rel=prev", "</clips?page=3>;rel=next") == "/clips?page=3")
        #expect(try next("<?page=4>; rel=next") == "/clips?page=4")
        #expect(try next("<https://elsewhere.test/>; rel=prev") == "")
        #expect(try next("<https://api.test/1>; rel=\"nextish\"") == "")
        #expect(try next() == "" && next("") == "")
    }

    @Test(arguments: [
        "https://elsewhere.test/p", "http://api.test/p", "https://api.test:8443/p",
        "https://api.test.evil.test/p",
    ])
    func `a link to another server is refused`(target: String) throws {
        #expect(throws: RowFlaw.foreignLink) { try next("<\(target)>; rel=next") }
    }

    @Test(arguments: [
        "<//elsewhere.test/p>; rel=next", "<p?page=2>; rel=next", "<https://u:p@api.test/>; rel=next",
        "</1>; rel=next, </2>; rel=next", "nonsense", "<unclosed; rel=next",
    ])
    func `a link that could mean two things is refused`(value: String) throws {
        #expect(throws: RowFlaw.unclearLink) { try next(value) }
    }
}
