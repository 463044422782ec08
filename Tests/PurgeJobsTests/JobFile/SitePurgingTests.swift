import Testing

@testable import PurgeJobs

/// What a site file says of caches that it describes, and the mistakes in it.
@Suite struct SitePurgingTests {
    @Test func `every kind that a site file can name goes through the conformance tests`() {
        #expect(SiteReader.cacheKinds.filter { !CDNKind.allCases.contains($0.value) }.map(\.name) == [])
    }

    private static let site = JobFileFixture.site.replacing(
        "origins:\n",
        with: """
              network:
                kind: http
                nodes: {network-1: "192.0.2.9:443"}
                credential: {header: Authorization, env: PURGE_TOKEN}
                purge:
                  method: POST
                  url: "https://api.test/purge"
                  at: {network-1: "8.8.8.8:8443"}
                  headers: {X-Zone: clips, X-Host: "{host}"}
                  body: '{"files": ["{url}"]}'
                  contentType: application/json
                  done: [200]
                  notCached: [404, 410]
                  accepted: [202]
                  words: '"success":true'
              cheap:
                kind: http
                nodes: {cheap-1: "192.0.2.7:80"}
                purge: {method: GET, url: "/purge{path}{query}", done: [200]}
            origins:

            """
    )

    @Test func `a described cache is read as written`() throws {
        let site = try JobFileFixture.readSite(Self.site)
        #expect(site.caches.map(\.name) == ["edge", "network", "cheap"])
        let expected = try HTTPPurger(
            .post,
            PurgeURL("https://api.test/purge"),
            [
                .init(name: "X-Zone", value: try Template("clips")),
                .init(name: "X-Host", value: try Template("{host}")),
            ],
            EndpointBody(#"{"files": ["{url}"]}"#, contentType: "application/json", holes: LinkHoles.names),
            statuses: .init(done: [200], already: [404, 410], pending: [202]),
            words: #""success":true"#
        )
        #expect(site.caches[1].kind == .http(expected))
        #expect(site.caches[1].purgeAddress(of: site.caches[1].nodes[0]).description == "8.8.8.8:8443")
        #expect(
            site.caches[1].edges.map(\.address.description) == ["192.0.2.9:443"],
            "probed where it serves"
        )
        #expect(site.caches[1].edges.allSatisfy { $0.keepsVariants })
        let cheap = try HTTPPurger(
            .get,
            PurgeURL("/purge{path}{query}"),
            statuses: .init(done: [200], already: [], pending: [])
        )
        #expect(site.caches[2].kind == .http(cheap) && site.caches[2].purgeAddresses.isEmpty)
    }

    @Test func `Traffic Server and Squid are kinds without more settings`() throws {
        for (name, kind) in [("trafficserver", CDNKind.trafficServer), ("squid", .squid)] {
            let text = JobFileFixture.site.replacing("kind: nginx", with: "kind: \(name)")
            #expect(try JobFileFixture.readSite(text).caches.first?.kind == kind)
        }
    }

    @Test func `what is asked goes to the written address, under the name of the URL alone`() async throws {
        let port = try LoopbackServer.shared.get().plain
        let text = JobFileFixture.site.replacing("kind: nginx", with: "kind: http")
            .replacing(
                "    rate: 200\n",
                with: """
                        rate: 200
                        purge:
                          method: POST
                          url: "http://api.test:\(port)/purge?u={url}"
                          at: {edge-1: "127.0.0.1:\(port)", edge-2: "127.0.0.3:\(port)"}
                          done: [200]

                    """
            )
            .replacing("PURGE_TOKEN", with: "PATH")
        let site = try SiteFile.read(
            bytes: Array(text.utf8),
            as: "/etc/demo/site.yaml",
            environment: ["PATH": "nightingale"]
        )
        let control = HTTPClient(SiteView.settings(.control, site))
        let adapter = try #require(site.caches.first?.kind.makeAdapter() as? any LinkPurging)
        let link = try #require(LinkURL("http://clips.test:18081/clip/x"))
        func send(to address: String, by client: HTTPClient) async throws -> HTTPResponse {
            let node = NodeAddress(host: address, port: port)
            return try await client.send(adapter.purgeRequest(for: [link], at: node, credential: nil))
        }
        #expect(adapter.answer(to: try await send(to: "127.0.0.1", by: control)) == .purged)
        await #expect(throws: TransportError.self) { _ = try await send(to: "127.0.0.4", by: control) }
        let probe = HTTPClient(SiteView.settings(.probe, site))
        await #expect(throws: TransportError.self) { _ = try await send(to: "127.0.0.1", by: probe) }
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static func network(
        _ old: String,
        _ new: String,
        at place: String,
        _ key: String,
        _ saying: String
    )
        -> BadFile
    {
        BadFile(old, new, at: place, key: "caches.network\(key)", saying: saying)
    }

    private static let mistakes: [BadFile] = [
        network("\"{url}\"]", "\"{link}\"]", at: "'{\"files", ".purge.body", "the hole '{link}'"),
        network("\"{url}\"]", "{url}]", at: "'{\"files", ".purge.body", "outside a string"),
        network("\"{url}\"]", "\"{host}\"]", at: "\"https://api", ".purge.url", "does not name the link"),
        network("purge\"\n", "purge?{id}\"\n", at: "\"https://api", ".purge.url", "the hole '{id}'"),
        network("https://api", "https://{host}", at: "\"https://{host}", ".purge.url", "hole in its host"),
        network("https://api", "http://api", at: "\"http://api", ".purge.url", "unencrypted"),
        network("\"{host}\"}", "\"{hots}\"}", at: "\"{hots}", ".purge.headers.X-Host", "the hole '{hots}'"),
        network(
            "X-Zone:",
            "X-Auth-Token:",
            at: "X-Auth",
            ".purge.headers.X-Auth-Token",
            "no site file holds"
        ),
        network("X-Zone:", "x-host:", at: "X-Host", ".purge.headers.X-Host", "stands twice"),
        network(
            "X-Zone:",
            "Content-Type:",
            at: "Content-Type: c",
            ".purge.headers.Content-Type",
            "body's type"
        ),
        network("X-Zone:", "Host:", at: "Host: clips", ".purge.headers.Host", "writes itself"),
        network("method: POST", "method: GET", at: "'{\"files", ".purge.body", "carries no body"),
        network("method: POST", "method: HEAD", at: "HEAD", ".purge.method", "not one of the methods"),
        network(
            "done: [200]\n",
            "done: [404]\n",
            at: "404]",
            ".purge.done[0]",
            "never says that all was done"
        ),
        network("[404, 410]", "[405]", at: "405]", ".purge.notCached[0]", "never says that nothing"),
        network("[404, 410]", "[200]", at: "200]\n      acc", ".purge.notCached[0]", "another meaning"),
        network("at: {network-1", "at: {edge-1", at: "edge-1: \"8.8", ".purge.at.edge-1", "has no node"),
        network(
            "      contentType: application/json\n",
            "",
            at: "'{\"files",
            ".purge.body",
            "no 'contentType'"
        ),
        .init(
            "{method: GET, ",
            "{",
            at: "{url: \"/purge",
            key: "caches.cheap.purge",
            saying: "'method' is missing"
        ),
        .init(
            ", done: [200]}",
            "}",
            at: "{method: GET",
            key: "caches.cheap.purge",
            saying: "'done' is missing"
        ),
        .init(
            "{path}{query}",
            "{path}",
            at: "\"/purge{path}\"",
            key: "caches.cheap.purge.url",
            saying: "name the link"
        ),
        .init(
            "    purge: {method: GET, url: \"/purge{path}{query}\", done: [200]}\n",
            "",
            at: "http\n    nodes: {cheap",
            key: "caches.cheap.kind",
            saying: "has no 'purge' beside it"
        ),
        .init(
            "kind: nginx",
            "kind: squid\n    purge: {method: PURGE, url: \"{url}\", done: [200]}",
            at: "{method: PURGE",
            key: "caches.edge.purge",
            saying: "only the kind 'http'"
        ),
        .init(
            "kind: nginx",
            "kind: trafficserver\n    blocks: true",
            at: "true",
            key: "caches.edge.blocks",
            saying: "has no deny list"
        ),
    ]
}
