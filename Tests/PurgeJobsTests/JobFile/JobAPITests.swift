import Testing

@testable import PurgeJobs

/// Inventories of the kind `http`, as job files write them.
@Suite struct JobAPITests {
    private static let pages = "{by: cursor, next: pagination.cursor, parameter: after}"

    private static func job(_ keys: String) -> String {
        JobFileFixture.job.replacing(
            """
              - kind: jsonLines
                files: ["clips-*.jsonl", /srv/more.jsonl]
                fields: {id: slug, views: stats.views, urls: [url, thumbnail_url], md5: md5}
                badRows: 0.2%
            """,
            with: "  - {kind: http, \(keys), fields: {id: slug, urls: [url, thumbnail_url], md5: md5}}"
        )
    }

    @Test func `what Twitch's Get Clips wants can be said`() throws {
        let job = try JobFileFixture.readJob(
            Self.job(
                """
                url: "https://api.twitch.tv/helix/clips?broadcaster_id=1", rows: data, pages: \(Self.pages), \
                size: {parameter: first, rows: 100}, headers: {Client-Id: abc}, rate: 10, reset: Ratelimit-Reset, \
                oauth: {url: "https://id.twitch.tv/oauth2/token", client: abc, secret: {file: client}, send: form}, \
                lookup: {url: "https://api.twitch.tv/helix/clips", parameter: id, most: 100}
                """
            )
        )
        guard case .http(let settings) = job.inventories[0].kind else {
            Issue.record("it is no API")
            return
        }
        #expect(settings.paging == .token(field: "pagination.cursor", parameter: "after"))
        #expect(settings.rows == "data" && settings.size == .init(parameter: "first", rows: 100))
        #expect(
            settings.rate == 10 && settings.resetHeader == "Ratelimit-Reset" && settings.lookup?.most == 100
        )
        guard case .token(let grant) = settings.access else {
            Issue.record("it has no token")
            return
        }
        #expect(grant.style == .form && grant.client == "abc")
        #expect(!job.isNamed)
    }

    @Test(arguments: [
        ("url: \"https://a.test/c\"", "the key 'pages' is missing"),
        ("pages: \(pages)", "the key 'url' is missing"),
        ("url: ftp://a.test/, pages: \(pages)", "is no URL that can be asked for"),
        ("url: \"https://u:p@a.test/\", pages: \(pages)", "is no URL that can be asked for"),
        ("url: \"https://a.test/?api_key=x\", pages: \(pages)", "has a secret in its query"),
        ("url: \"https://a.test/?after=x\", pages: \(pages)", "has a parameter twice"),
        (
            "url: \"https://a.test/\", pages: \(pages), size: {parameter: after, rows: 5}",
            "has a parameter twice"
        ),
        ("url: \"http://a.test/\", pages: \(pages)", "unencrypted over the internet"),
        ("url: \"http://8.8.8.8/\", pages: \(pages)", "unencrypted over the internet"),
        (
            "url: \"https://a.test/\", pages: \(pages), oauth: {url: \"http://b.test/\", client: c, secret: {env: X}}",
            "unencrypted over the internet"
        ),
        (
            "url: \"https://a.test/\", pages: \(pages), headers: {Authorization: x}",
            "is a header for a credential, which no job file holds"
        ),
        (
            "url: \"https://a.test/\", pages: \(pages), headers: {X-Key: x}, credential: {header: x-key, env: X}",
            "is a header that the request has already"
        ),
        (
            "url: \"https://a.test/\", pages: \(pages), credential: {header: x-key, env: X}, "
                + "oauth: {url: \"https://b.test/\", client: c, secret: {env: X}}",
            "stands beside 'credential'"
        ),
        ("url: \"https://a.test/\", pages: {by: cursor, next: a}", "the key 'parameter' is missing"),
        ("url: \"https://a.test/\", pages: {by: link, next: a}", "has no meaning for this way"),
        ("url: \"https://a.test/\", pages: {by: guess}", "is not one of the ways from page to page"),
        ("url: \"https://a.test/\", pages: \(pages), files: [x]", "the key is unknown"),
        ("url: \"https://a.test/\", pages: \(pages), freshness: 1h", "the key is unknown"),
        (
            "url: \"https://a.test/\", pages: \(pages), lookup: {url: \"https://a.test/?id=1\", parameter: id}",
            "has the parameter already"
        ),
        (
            "url: \"https://a.test/\", pages: \(pages)}, {kind: http, url: \"https://a.test/\", pages: {by: link}",
            "another inventory of the job asks this API"
        ),
    ])
    func `what could go wrong unseen is refused`(keys: String, saying: String) {
        let job = Self.job(keys.replacing("}, {", with: "}\n  - {"))
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(job)
        }
        #expect(complaints.contains { $0.problem.contains(saying) }, "\(complaints)")
    }

    @Test(arguments: ["http://127.0.0.1:8080/c", "http://10.0.0.1/c", "http://[fd00::1]/c"])
    func `one's own network may do without encryption`(url: String) throws {
        _ = try JobFileFixture.readJob(Self.job("url: \"\(url)\", pages: \(Self.pages)"))
    }

    @Test func `a secret that is not there stops no run that goes on, and every new one`() throws {
        let job = try JobFileFixture.readJob(
            Self.job(
                "url: \"https://a.test/\", pages: \(Self.pages), credential: {header: X-Key, env: NOBODY_SET_THIS}"
            )
        )
        do {
            _ = try job.inventories[0].kind.sources(of: [])
            Issue.record("it was opened")
        } catch {
            #expect(error.description.contains("the environment has no variable of that name"), "\(error)")
            #expect(!error.description.contains("NOBODY_SET_THIS"))
        }
    }

    @Test func `no complaint quotes what stands beside a secret`() {
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(
                Self.job(
                    "url: \"https://a.test/\", pages: \(Self.pages), credential: {header: X-Key, env: \"hunter 2\"}"
                )
            )
        }
        #expect(!complaints.isEmpty && !complaints.contains { $0.description.contains("hunter") })
    }
}
