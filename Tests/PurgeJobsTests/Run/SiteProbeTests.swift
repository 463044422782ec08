import Foundation
import Testing

@testable import PurgeJobs

/// Two edges of loopback that answer by the beginning of a clip's id, and a third that nobody listens at.
@Suite struct SiteProbeTests {
    let loopback: LoopbackClient
    let probe: SiteProbe

    init() throws {
        loopback = try LoopbackClient()
        probe = try Self.probe(loopback, more: "")
    }

    private static func probe(_ loopback: LoopbackClient, more: String) throws -> SiteProbe {
        let server = loopback.server
        let text = """
            site: test
            families:
              video: {hosts: [clips.test], schemes: [http], path: "/edge/{id}"}
              photo: {hosts: ["img.test:81"], field: photo_url}
            caches:
              edge: {kind: nginx, hosts: [clips.test], nodes: {edge-1: "127.0.0.1:\(server.plain)"}}
            origins:
              origin-1: {address: "127.0.0.1:\(server.second)", hosts: [clips.test]}
              away: {address: "127.0.0.1:1", hosts: ["img.test:81"]}
            \(more)

            """
        return try SiteProbe(try SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: [:]))
    }

    private func verdicts(_ link: ProbedLink) -> [String] {
        link.sightings.map { "\($0.edge) \($0.verdict.visibility) \($0.verdict.reason)" }
    }

    @Test func `every URL is looked at at every edge that serves its host, with what is served and by whom`()
        async throws
    {
        let links = try await probe.look(at: ["http://clips.test/edge/lit-a"], controls: [])
        let link = try #require(links.first)
        #expect(link.family == "video" && link.clip == ClipID("lit-a") && link.host == "clips.test")
        #expect(verdicts(link) == ["edge-1 lit served", "origin-1 lit served"])
        let answer = try #require(link.sightings[0].answer)
        #expect(answer.status == 206 && answer.contentType == "video/mp4" && answer.size == 10000)
        #expect(answer.etag == "\"e1\"" && answer.cachedBy == .age)
        #expect(answer.fields.map(\.name) == ["Server", "Via", "X-Cache"])
        #expect(answer.fields.map(\.value) == ["here", "1.1 one, 1.1 two", "HIT"])
    }

    @Test func `gone is dark beside a lit control of the same family and host, else it is unproven`()
        async throws
    {
        let url = "http://clips.test/edge/gone-a"
        let alone = try await probe.look(at: [url], controls: [])
        #expect(verdicts(alone[0]) == ["edge-1 unknown unproven", "origin-1 unknown unproven"])
        #expect(!ProbeReport(alone).isAllDark && ProbeReport(alone).text.contains("gone, unproven"))

        let proven = try await probe.look(at: [url], controls: ["http://clips.test/edge/lit-b"])
        #expect(verdicts(proven[0]) == ["edge-1 dark gone", "origin-1 dark gone"])
        #expect(ProbeReport(proven).isAllDark)

        let dark = try await probe.look(at: [url], controls: ["http://clips.test/edge/gone-b"])
        #expect(verdicts(dark[0]) == verdicts(alone[0]))
    }

    @Test func `the site's own controls are twins, but never of themselves`() async throws {
        let probe = try Self.probe(loopback, more: "controls: [lit-c]")
        let links = try await probe.look(
            at: ["http://clips.test/edge/gone-c", "http://clips.test/edge/lit-c"],
            controls: []
        )
        #expect(links[0].count(.unknown) == 2)
        let alone = try await probe.look(at: ["http://clips.test/edge/gone-c"], controls: [])
        #expect(alone[0].count(.dark) == 2)
    }

    @Test func `a foreign host is refused by name and gets nothing, and the other URLs are answered`()
        async throws
    {
        let refused = [
            "http://other.test/edge/lit-foreign", "https://clips.test/edge/lit-foreign",
            "http://clips.test:81/edge/lit-foreign", "http://a@clips.test/edge/lit-foreign",
            "http://clips.test/edge/lit-foreign#x", "ftp://clips.test/edge/lit-foreign", "lit-foreign", "",
        ]
        let links = try await probe.look(at: refused + ["http://clips.test/edge/lit-d"], controls: [])
        for (link, url) in zip(links, refused) {
            #expect(link.refusal != nil && link.sightings.isEmpty, "\(url)")
        }
        #expect(links[0].refusal?.contains("other.test") == true)
        #expect(links.last?.count(.lit) == 2)
        #expect(ProbeReport(links).refused == refused.count)
        #expect(try await loopback.seen("/edge/lit-foreign") == 0)
        #expect(try await loopback.seen("/edge/lit-d") == 2)
    }

    @Test func `a cache that lost its first slice is lit: the length is learnt from another edge`()
        async throws
    {
        let links = try await probe.look(
            at: ["http://clips.test/edge/sliced-a"],
            controls: ["http://clips.test/edge/lit-e"]
        )
        #expect(verdicts(links[0]) == ["edge-1 lit served", "origin-1 lit served"])
    }

    @Test func `what nobody answers, and what leads elsewhere, is unknown and says why`() async throws {
        let links = try await probe.look(
            at: ["http://img.test:81/p", "http://clips.test/edge/moved-a", "http://clips.test/none"],
            controls: []
        )
        try #require(verdicts(links[0]) == ["away unknown unreachable"])
        #expect(links[0].family == "photo" && links[0].clip == nil)
        #expect(links[0].sightings[0].failure?.contains("no connection") == true)
        #expect(verdicts(links[1]) == ["edge-1 unknown redirected", "origin-1 unknown redirected"])
        #expect(links[1].sightings[0].answer?.redirectHost == "copy.test")
        #expect(links[2].family == nil && links[2].clip == nil)
        let text = ProbeReport(links).text
        #expect(text.contains("no family matches it") && !text.contains("secret/path"))
    }

    @Test func `a URL that a report made harmless is looked at as it was`() async throws {
        let links = try await probe.look(at: ["hxxp://clips[.]test/edge/lit-harmless"], controls: [])
        #expect(links[0].count(.lit) == 2)
        #expect(try await loopback.seen("/edge/lit-harmless") == 2)
    }

    @Test func `hostile header fields cannot move a cursor, nor fill a screen`() async throws {
        let links = try await probe.look(at: ["http://clips.test/edge/hostile-a"], controls: [])
        let report = ProbeReport(links)
        for text in [report.text, try report.json()] {
            #expect(text.contains("u{1b}") && text.contains("u{202e}"))
            let hidden: Set<Unicode.Scalar> = ["\u{202e}", "\u{1b}", "\u{7}", "\u{9b}"]
            #expect(hidden.isDisjoint(with: text.unicodeScalars))
            #expect(!text.contains(String(repeating: "s", count: 200)))
        }
    }

    @Test func `no output holds a URL that was asked about`() async throws {
        let links = try await probe.look(
            at: ["http://clips.test/edge/lit-f", "http://clips.test/edge/gone-f", "http://img.test:81/p"],
            controls: ["http://clips.test/edge/lit-g"]
        )
        let report = ProbeReport(links)
        for text in [report.text, try report.json()] { #expect(!text.contains("/edge/")) }
    }

    @Test func `a control must be a URL of the site that is not asked about`() async throws {
        for control in ["http://other.test/x", "http://clips.test/edge/gone-h", "nothing"] {
            await #expect(throws: ProbeError.self) {
                _ = try await probe.look(at: ["http://clips.test/edge/gone-h"], controls: [control])
            }
        }
        #expect(try await loopback.seen("/edge/gone-h") == 0)
    }
}
