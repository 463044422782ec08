import Testing

@testable import PurgeJobs

@Suite struct LinkSignerTests {
    private func signed(
        _ url: String,
        _ form: LinkMint.Form,
        _ message: String,
        expires: Int64
    ) throws -> String {
        let mint = LinkMint(
            form: form,
            message: try Template(message),
            signature: "md5",
            expires: "expires",
            lifetime: .seconds(300)
        )
        let now = Timestamp(microseconds: (expires - 300) * 1_000_000 + 999_999)
        let link = try #require(LinkURL(url))
        let signed = try #require(LinkSigner(mint, key: Secret("secret")).signed(link, at: now))
        return String(decoding: signed.bytes, as: UTF8.self)
    }

    /// The example of nginx's documentation of ngx_http_secure_link_module.
    @Test func `nginx's own example comes out`() throws {
        let message = "{expires}{uri}127.0.0.1 {key}"
        let url = try signed("https://a.test/s/link", .secureLinkMD5, message, expires: 2_147_483_647)
        #expect(url == "https://a.test/s/link?md5=_e4Nc3iduzkWRm01TBBNYw&expires=2147483647")
    }

    /// The expected value is from Python's hmac.
    @Test func `an HMAC is of the path as it was published`() throws {
        let url = try signed(
            "http://a.test/v/a%20b?q=1",
            .hmacSHA256,
            "{path} {expires}",
            expires: 1_790_000_300
        )
        let expected = "a3eddaa24458863a7abfc275241f0b7bc1877c48b9c2e72e8df60eb4cbcee6a6"
        #expect(url == "http://a.test/v/a%20b?q=1&md5=\(expected)&expires=1790000300")
    }

    @Test func `a uri is decoded, and what is no encoding stays`() throws {
        let message = "{expires}{uri} {key}"
        func signature(_ url: String) throws -> String? {
            try signed(url, .secureLinkMD5, message, expires: 2_000_000_000).split(separator: "?").last.map(
                String.init
            )
        }
        #expect(try signature("http://a.test/a%62c") == signature("http://a.test/abc"))
        #expect(try signature("http://a.test/a%zz") != signature("http://a.test/a%25zz%"))
    }

    @Test func `an older signature is replaced, and no other parameter`() throws {
        let message = "{expires}{uri} {key}"
        let fresh = try signed("http://a.test/c?xmd5=1&q", .secureLinkMD5, message, expires: 2_000_000_000)
        let again = try signed(
            "http://a.test/c?md5=old&xmd5=1&expires=5&q",
            .secureLinkMD5,
            message,
            expires: 2_000_000_000
        )
        #expect(fresh == again)
        #expect(fresh.hasPrefix("http://a.test/c?xmd5=1&q&md5="))
    }

    @Test func `a link that would become too long is not signed`() throws {
        let mint = LinkMint(
            form: .hmacSHA256,
            message: try Template("{path}{expires}"),
            signature: "s",
            expires: "e",
            lifetime: .seconds(10)
        )
        let long = "http://a.test/" + String(repeating: "x", count: 8150)
        let signer = LinkSigner(mint, key: Secret("k"))
        #expect(signer.signed(try #require(LinkURL(long)), at: Timestamp(microseconds: 0)) == nil)
    }
}
