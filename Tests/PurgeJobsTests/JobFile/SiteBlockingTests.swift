import Testing

@testable import PurgeJobs

/// What a site says of deny lists, the ways past them, and its canary; and what a job may ask of them.
@Suite struct SiteBlockingTests {
    @Test func `a node's list is a file and a command, and another address leads past it`() throws {
        let text = JobFileFixture.site.replacing(
            "    rate: 200\n",
            with: """
                    rate: 200
                    denyLists:
                      edge-1: {file: lists/deny.map, reload: [/usr/sbin/nginx, -s, reload]}
                    bypass: {edge-1: "127.0.0.1:19000"}

                """
        )
        let site = try JobFileFixture.readSite(text)
        let cache = try #require(site.caches.first)
        let list = DenyListFile(
            path: "/etc/demo/lists/deny.map",
            reload: ["/usr/sbin/nginx", "-s", "reload"]
        )
        #expect(cache.denyLists == ["edge-1": list])
        #expect(cache.blockers == ["edge-1"] && site.blockers == ["edge-1"])
        #expect(cache.edges.map { $0.behindBlocks?.address.description } == ["127.0.0.1:19000", nil])
        #expect(site.warnings.contains { $0.problem.contains("edge-2 cannot be made to refuse links") })
    }

    @Test func `requests change the lists of every node of a Varnish`() throws {
        let text = JobFileFixture.site.replacing("kind: nginx", with: "kind: varnish\n    blocks: true")
        let site = try JobFileFixture.readSite(text)
        #expect(site.blockers == ["edge-1", "edge-2"])
        #expect(site.warnings.contains { $0.problem.contains("holds behind a block cannot be seen") })
        let job = JobFileFixture.job + "block: true\n"
        #expect(try JobFileFixture.readJob(job, site: text).isBlocking)
        #expect(try JobFileFixture.readJob(JobFileFixture.job, site: text).isBlocking == false)
    }

    @Test func `a job cannot block where nothing can`() throws {
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(JobFileFixture.job + "block: true\n")
        }
        #expect(complaints.map(\.key) == ["block"])
        #expect(complaints.first?.description.contains("no cache of the site has a deny list") == true)
    }

    @Test func `a canary is a clip like any other, and no control`() throws {
        let site = try JobFileFixture.readSite(JobFileFixture.site + "canary: OurOwnClip\n")
        #expect(site.canary == ClipID("OurOwnClip"))
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: JobFileFixture.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static let mistakes: [BadFile] = [
        .init(
            "rate: 200",
            "blocks: true",
            at: "true",
            key: "caches.edge.blocks",
            saying: "write 'denyLists' instead"
        ),
        .init(
            "rate: 200",
            "blocks: yes",
            at: "yes",
            key: "caches.edge.blocks",
            saying: "not one of the answers"
        ),
        .init(
            "kind: nginx",
            "kind: varnish\n    denyLists: {edge-1: {file: a, reload: [/bin/true]}}",
            at: "{edge-1: {file",
            key: "caches.edge.denyLists",
            saying: "write 'blocks: true' instead"
        ),
        .init(
            "rate: 200",
            "denyLists: {edge-3: {file: a, reload: [/bin/true]}}",
            at: "edge-3",
            key: "caches.edge.denyLists.edge-3",
            saying: "has no node 'edge-3'"
        ),
        .init(
            "rate: 200",
            "denyLists: {edge-1: {file: a, reload: [nginx, -s, reload]}}",
            at: "{file: a",
            key: "caches.edge.denyLists.edge-1",
            saying: "no absolute path"
        ),
        .init(
            "rate: 200",
            "denyLists: {edge-1: {file: a}}",
            at: "{file: a",
            key: "caches.edge.denyLists.edge-1",
            saying: "'reload' is missing"
        ),
        .init(
            "rate: 200",
            "bypass: {edge-1: 127.0.0.1}",
            at: "127.0.0.1}",
            key: "caches.edge.bypass.edge-1",
            saying: "no port"
        ),
        .init(
            "rate: 200",
            "bypass: {edge: \"127.0.0.1:1\"}",
            at: "edge: \"127",
            key: "caches.edge.bypass.edge",
            saying: "has no node 'edge'"
        ),
        .init(
            "controls: [LitClip, no]",
            "controls: [LitClip]\ncanary: LitClip",
            at: "LitClip\n",
            key: "canary",
            saying: "is a control as well"
        ),
    ]
}
