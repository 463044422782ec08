import Testing

@testable import PurgeJobs

/// What a site file says of endpoints that revoke, and the mistakes in it.
@Suite struct SiteRevokerTests {
    private static let site =
        JobFileFixture.site + """
            revokers:
              shares:
                method: POST
                url: "https://api.test:8443/v1/revoke"
                address: "10.0.0.7:443"
                body: '{"clip": "{id}"}'
                contentType: application/json
                keyHeader: X-Once
                done: [201]
                already: [409, 200]
                pending: [203]
                rate: 50
                concurrency: 8
                credential: {header: Authorization, env: PURGE_TOKEN}
              short-links:
                method: DELETE
                url: "https://go.test/links?clip={id}"

            """

    private static func revoker(_ more: String) throws(JobFileError) -> RevokerSettings? {
        try JobFileFixture.readSite(JobFileFixture.site + "revokers:\n  r: {\(more)}\n").revokers.first
    }

    @Test func `a revoker is read as written`() throws {
        let site = try JobFileFixture.readSite(Self.site)
        #expect(site.revokers.map(\.name) == ["shares", "short-links"])
        let revoker = try #require(site.revokers.first)
        let expected = try HTTPRevoker(
            .post,
            RevocationURL("https://api.test:8443/v1/revoke"),
            EndpointBody(#"{"clip": "{id}"}"#, contentType: "application/json", holes: HTTPRevoker.holes),
            keyField: "X-Once",
            statuses: .init(done: [201], already: [409, 200], pending: [203])
        )
        #expect(revoker.adapter == expected)
        #expect(revoker.address == NodeAddress(host: "10.0.0.7", port: 443))
        #expect(revoker.rate == 50 && revoker.concurrency == 8)
        #expect(revoker.credential?.header == "Authorization")
        #expect(revoker.credential?.place == .environment("PURGE_TOKEN"))
    }

    @Test func `defaults hold where keys are left out, and a site may have none`() throws {
        #expect(try JobFileFixture.readSite(JobFileFixture.site).revokers.isEmpty)
        let revoker = try #require(try JobFileFixture.readSite(Self.site).revokers.last)
        #expect(revoker.adapter.keyField == "Idempotency-Key" && revoker.adapter.body == nil)
        #expect(revoker.adapter.statuses == .init(done: [200, 204], already: [404, 410], pending: [202]))
        #expect(revoker.address == nil && revoker.rate == nil && revoker.concurrency == 4)
        #expect(revoker.credential == nil)
    }

    @Test func `a status that a list names is no promise by default`() throws {
        let revoker = try Self.revoker("method: PUT, url: 'https://a.test/{id}', done: [200, 202]")
        #expect(revoker?.adapter.statuses == .init(done: [200, 202], already: [404, 410], pending: []))
    }

    @Test(arguments: [
        ("http://127.0.0.1/{id}", nil, false), ("http://[::1]/{id}", nil, false),
        ("http://a.test/{id}", "127.0.0.1:80", false), ("http://a.test/{id}", "10.0.0.7:80", true),
        ("http://192.168.0.9:8080/{id}", nil, true), ("https://a.test/{id}", "10.0.0.7:443", false),
        ("https://a.test/{id}", "8.8.8.8:443", false),
    ])
    func unencryptedRequestsStayInAPrivateNetworkAndAreWorthANote(
        url: String,
        address: String?,
        isNoted: Bool
    )
        throws
    {
        let more = address.map { ", address: '\($0)'" } ?? ""
        let text = JobFileFixture.site + "revokers: {r: {method: DELETE, url: '\(url)'\(more)}}\n"
        let site = try JobFileFixture.readSite(text)
        let notes = site.warnings.filter { $0.key == "revokers.r.url" }
        #expect(notes.count == (isNoted ? 1 : 0))
        #expect(site.revokers.count == 1)
    }

    @Test(arguments: [
        ("http://a.test/{id}", nil), ("http://a.test/{id}", "8.8.8.8:80"),
        ("http://a.test/{id}", "inner.test:80"),
        ("http://8.8.8.8/{id}", nil),
    ])
    func overTheInternetOnlyEncryptedRequestsGo(url: String, address: String?) throws {
        let more = address.map { ", address: '\($0)'" } ?? ""
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try Self.revoker("method: DELETE, url: '\(url)'\(more)")
        }
        #expect(complaints.map(\.key) == ["revokers.r.url"])
        #expect(complaints.first?.problem.contains("unencrypted") == true)
    }

    @Test(arguments: urls + bodies + others)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static func shares(
        _ old: String,
        _ new: String,
        at place: String,
        _ key: String,
        _ saying: String
    )
        -> BadFile
    {
        BadFile(old, new, at: place, key: "revokers.shares\(key)", saying: saying)
    }

    private static func links(
        _ old: String,
        _ new: String,
        at place: String,
        _ key: String,
        _ saying: String
    )
        -> BadFile
    {
        BadFile(old, new, at: place, key: "revokers.short-links\(key)", saying: saying)
    }

    private static let urls: [BadFile] = [
        links("links?clip={id}", "links", at: "\"https://go.test", ".url", "names no clip"),
        links("links?clip={id}", "links?clip={ids}", at: "\"https://go.test", ".url", "did you mean 'id'?"),
        links("https://go", "https://{id}.go", at: "\"https://{id}", ".url", "in its host"),
        links("https://go", "go", at: "\"go.test", ".url", "must begin with http"),
        links("go.test/", "go.test//", at: "\"https://go", ".url", "empty part"),
        links("links?clip={id}", "links?clip=%{id}", at: "\"https://go", ".url", "two hexadecimal digits"),
        links("go.test/links", "go.test/li nks", at: "\"https://go", ".url", "has spaces"),
        shares("10.0.0.7:443", "10.0.0.7", at: "\"10.0.0.7\"", ".address", "no port"),
    ]

    private static let bodies: [BadFile] = [
        shares("\"{id}\"", "\"\"", at: "\"https://api.test", ".url", "names no clip"),
        shares("\"{id}\"", "{id}", at: "'{\"clip\": {id}", ".body", "outside a string"),
        shares("\"{id}\"}'", "\"{id}\"'", at: "'{\"clip\"", ".body", "is no JSON"),
        shares("\"{id}\"", "\"{clip}\"", at: "'{\"clip\"", ".body", "the hole '{clip}'"),
        shares("application/json", "text/plain", at: "'{\"clip\"", ".body", "none can be escaped"),
        shares("application/json", "json", at: "json\n    keyHeader", ".contentType", "no content type"),
        shares("    contentType: application/json\n", "", at: "'{\"clip\"", ".body", "has no 'contentType'"),
        shares(
            "url: \"https://api.test:8443/v1/revoke\"\n    address: \"10.0.0.7:443\"\n    body: '{\"clip\": \"{id}\"}'",
            "url: \"https://api.test/{id}\"",
            at: "application/json",
            ".contentType",
            "no meaning without 'body'"
        ),
    ]

    private static let others: [BadFile] = [
        shares("method: POST", "method: GET", at: "GET", ".method", "is not one of the methods"),
        shares("method: POST", "method: post", at: "post", ".method", "did you mean 'POST'?"),
        links("    method: DELETE\n", "", at: "url: \"https://go", "", "'method' is missing"),
        shares("done: [201]", "done: [404]", at: "404]", ".done[0]", "never says that all was done"),
        shares("done: [201]", "done: [207]", at: "207]", ".done[0]", "never says that all was done"),
        shares("done: [201]", "done: []", at: "[]", ".done", "empty list"),
        shares("409, 200", "403, 200", at: "403, 200", ".already[0]", "never says that nothing is left"),
        shares("409, 200", "409, 201", at: "201]\n    pending", ".already[1]", "another meaning"),
        shares("pending: [203]", "pending: [200]", at: "200]\n    rate", ".pending[0]", "another meaning"),
        shares("X-Once", "content-type", at: "content-type", ".keyHeader", "of the body's type"),
        shares("X-Once", "Expect", at: "Expect", ".keyHeader", "Purge writes itself"),
        shares(
            "header: Authorization",
            "header: x-once",
            at: "{header: x-once",
            ".credential",
            "something else"
        ),
        shares(
            "rate: 50",
            "rate: 0",
            at: "0\n    concurrency: 8\n    credential: {header: A",
            ".rate",
            "out of range"
        ),
        shares(
            "rate: 50\n    concurrency",
            "rate: 50\n    concurency",
            at: "concurency",
            ".concurency",
            "did you mean 'concurrency'?"
        ),
        BadFile("  shares:", "  Shares:", at: "Shares", key: "revokers.Shares", saying: "is no name"),
        shares(
            "env: PURGE_TOKEN}\n  short",
            "env: NOBODY}\n  short",
            at: "NOBODY",
            ".credential.env",
            "no variable"
        ),
    ]
}
