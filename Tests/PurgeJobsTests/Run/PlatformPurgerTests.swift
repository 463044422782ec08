import Testing

@testable import PurgeJobs

/// Where a described cache is asked, how fast, and what `purge check` says of it.
@Suite struct PlatformPurgerTests {
    private let port: UInt16
    private let site: Site

    init() throws {
        port = try LoopbackServer.shared.get().plain
        let second = try LoopbackServer.shared.get().second
        let text = """
            site: test
            families:
              video: {hosts: [clips.test], schemes: [http], path: "/v/{id}"}
            caches:
              network:
                kind: http
                nodes: {network-1: "127.0.0.1:\(port)", network-2: "127.0.0.2:\(port)"}
                rate: 50
                purge:
                  method: DELETE
                  url: "http://api.test:\(port)/cache?u={url}"
                  at: {network-1: "127.0.0.1:\(second)"}
                  done: [200]
              plain:
                kind: http
                nodes: {plain-1: "127.0.0.3:\(port)"}
                purge: {method: PURGE, url: "{url}", done: [200]}

            """
        site = try SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: [:])
    }

    @Test func `a node is asked where its purges go, and else where it serves`() throws {
        let platform = try Platform(site)
        let second = try LoopbackServer.shared.get().second
        #expect(platform.node("network-1")?.address == NodeAddress(host: "127.0.0.1", port: second))
        #expect(platform.node("network-2")?.address == NodeAddress(host: "127.0.0.2", port: port))
        #expect(site.edges.map(\.address.port) == [port, port, port], "probes go where it serves")
    }

    @Test func `the server that is asked is the one that a pause belongs to`() throws {
        let platform = try Platform(site)
        #expect(platform.hosts(of: .node("network-1")).map(\.text) == ["api.test"])
        #expect(platform.hosts(of: .node("plain-1")).map(\.text) == ["clips.test"])
    }

    @Test func `a check names where purges go, and asks nothing there`() async throws {
        let second = try LoopbackServer.shared.get().second
        let findings = await SiteCheck(site).check().map { "\($0)" }
        #expect(
            findings.contains { $0.contains("purges of network-1") && $0.contains("127.0.0.1:\(second)") }
        )
        #expect(
            findings.contains { $0.contains("purges of network-2") && $0.contains("http://api.test:\(port)") }
        )
        #expect(!findings.contains { $0.contains("purges of plain-1") })
    }
}
