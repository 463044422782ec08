import Crypto
import Foundation
import Testing

@testable import PurgeJobs

@Suite struct SiteFileTests {
    private let site: Site

    init() throws { site = try JobFileFixture.readSite(JobFileFixture.site) }

    @Test func `families come as written, and in that order`() throws {
        #expect(site.name == "demo")
        #expect(site.families.map(\.name) == ["page", "video", "thumbnail"])
        let video = LinkFamily(
            name: "video",
            source: .template(try Template("/v/{id}/{quality}.mp4")),
            schemes: [.http, .https],
            hosts: ["clips.test:18081", "dl.test"],
            variables: [Variable(name: "quality", values: ["1080", "720"])],
            queries: ["?download=1"],
            objects: [.init(store: "media", key: try Template("v/{id}/{quality}.mp4"))]
        )
        #expect(site.families[1] == video)
        #expect(site.families[0].dark == DarkRules(statuses: [403]))
        #expect(site.families[2].source == .inventoryField("thumbnail_url"))
        #expect(site.families[2].schemes == [.http, .https])
        #expect(site.hosts == ["clips.test:18081", "dl.test", "img.test"])
    }

    @Test func `forms, words and controls are text as written`() {
        #expect(
            site.clipURLs == [
                "https://clips.test/{id}/edit", "https://clips.test/embed?clip={id}",
                "https://www.clips.test/{*}/clip/{id}",
            ]
        )
        #expect(site.notClips == ["create", "embed"])
        #expect(site.controls == [ClipID("LitClip"), ClipID("no")].compactMap(\.self))
        #expect(site.authorities == nil)
    }

    @Test func `relative paths start from the site file's folder`() {
        guard case .fileTree(let settings)? = site.stores.first?.kind else { return }

        #expect(site.stores.map(\.name) == ["media"])
        #expect(settings.root == "/etc/demo/www")
        #expect(settings.quarantine == "/srv/clips/quarantine")
    }

    @Test func `a cache has its nodes, limits and credential`() throws {
        let cache = try #require(site.caches.first)
        #expect(cache.name == "edge")
        #expect(cache.kind == .nginx)
        #expect(cache.nodes.map(\.name) == ["edge-1", "edge-2"])
        #expect(cache.nodes.map(\.address.description) == ["127.0.0.1:18082", "127.0.0.2:18082"])
        #expect(cache.rebound == .milliseconds(1500))
        #expect(cache.rate == 200)
        #expect(cache.concurrency == 8)
        let credential = try #require(cache.credential)
        #expect(credential.header == "X-Purge-Token")
        #expect(credential.place == .environment("PURGE_TOKEN"))
        #expect(
            try credential.resolve(environment: JobFileFixture.environment).reveal() == "nightingale-5f2c9a"
        )
    }

    @Test func `a Varnish cache has its method and its tags`() throws {
        func cache(_ kind: String) throws -> CacheSettings {
            let text = JobFileFixture.site.replacingOccurrences(of: "kind: nginx", with: kind)
            return try #require(try JobFileFixture.readSite(text).caches.first)
        }
        #expect(site.caches.first?.tags == [])
        #expect(try cache("kind: varnish").kind == .varnish(.purge))
        #expect(try cache("kind: varnish\n    method: purge").kind == .varnish(.purge))
        let tagged = try cache("kind: varnish\n    method: ban\n    tags: [\"clip-{id}\", \"{id}\"]")
        #expect(tagged.kind == .varnish(.ban))
        #expect(tagged.tags(of: try #require(ClipID("AbC"))).map(\.description) == ["clip-AbC", "AbC"])
        #expect(
            tagged.tags(of: try #require(ClipID("two tags"))) == [],
            "an id that would be two tags is none"
        )
    }

    @Test func `edges are the caches' nodes, then the origins with all hosts`() {
        #expect(site.edges.map(\.name) == ["edge-1", "edge-2", "origin-1"])
        #expect(site.edges.map(\.role) == [.cache("edge"), .cache("edge"), .origin])
        #expect(site.edges[0].hosts == ["clips.test:18081"])
        #expect(site.edges[2].hosts == site.hosts)
    }

    @Test func `the digest is the bytes' SHA-256`() {
        #expect(site.digest.bytes == Array(SHA256.hash(data: Array(JobFileFixture.site.utf8))))
    }

    @Test func `hosts without a cache are worth a note`() {
        let expected = [
            "families.video.hosts[1]: no cache serves 'dl.test'",
            "families.thumbnail.hosts[0]: no cache serves 'img.test'",
        ]
        #expect(site.warnings.count == 2)
        for (warning, part) in zip(site.warnings, expected) { #expect(warning.description.contains(part)) }
        #expect(site.warnings.first?.position == .init(line: 10, column: 31))
    }

    @Test func `defaults hold where keys are left out`() throws {
        let text = """
            site: small
            families: {page: {hosts: [c.test], path: "/{id}", object: "m:{id}"}}
            stores: {m: {kind: fileTree, root: /a, quarantine: /b}, spare: {kind: fileTree, root: /c, quarantine: /d}}
            caches: {edge: {kind: nginx, nodes: {e: "[::1]:80"}}}
            """
        let site = try JobFileFixture.readSite(text)
        #expect(site.families.first?.schemes == [.https])
        #expect(site.caches.first?.rebound == .seconds(30))
        #expect(site.caches.first?.concurrency == 16)
        #expect(site.caches.first?.rate == nil)
        #expect(site.caches.first?.credential == nil)
        #expect(site.edges.first?.hosts == ["c.test"])
        #expect(site.edges.first?.address == NodeAddress(host: "::1", port: 80))
        #expect(site.warnings.map(\.key) == ["stores.spare"])
    }

    @Test func `all mistakes are told at once, in the file's order`() {
        let text = JobFileFixture.site
            .replacing("site: demo", with: "site: Demo").replacing("schemes: [http]", with: "schemes: [ftp]")
            .replacing("rate: 200", with: "rat: 200").replacing("kind: fileTree", with: "kind: tree")
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        let keys = ["site", "families.page.schemes[0]", "stores.media.kind", "caches.edge.rat"]
        #expect(complaints.map(\.key) == keys)
        #expect(
            complaints.last?.description
                == "/etc/demo/site.yaml:35:5: caches.edge.rat: the key is unknown; did you mean 'rate'?"
        )
    }

    @Test func `more than twenty mistakes are counted`() throws {
        let controls = (1...30).map { "a\($0): 1" }.joined(separator: "\n")
        let error = try #require(throws: JobFileError.self) {
            _ = try JobFileFixture.readSite(JobFileFixture.site + controls)
        }
        #expect(error.complaints.count == 20)
        #expect(error.omitted == 10)
        #expect(error.description.hasSuffix("\nand 10 more"))
    }
}
