import Foundation
import Testing

@testable import PurgeJobs

/// Rounds at a real server whose answers depend on what the clip is called.
@Suite struct EdgeLookTests {
    private let server: LoopbackServer

    init() throws { server = try LoopbackServer.shared.get() }

    /// `clip` tells a gone clip from a living one; `any` serves whatever it is asked for.
    private func look(controls: [String] = ["lit-1"]) throws -> EdgeLook {
        let text = """
            site: test
            families:
              clip:
                hosts: ["edge.test:\(server.plain)"]
                schemes: [http]
                path: "/x/{id}"
                dark: [{redirect: "/gone/{id}"}, {placeholder: {etag: '"gone"'}}]
                probe: {variants: {player: {Origin: "https://player.test"}}}
              any:
                hosts: ["edge.test:\(server.plain)"]
                schemes: [http]
                path: "/echo/{id}"
            origins:
              origin-1: {address: "127.0.0.1:\(server.plain)"}

            """
        let site = try JobFileFixture.readSite(text)
        let view = try SiteView(site)
        let links = controls.compactMap { ClipID($0) }.flatMap { id in
            site.families.flatMap { $0.links(of: Clip(id: id)) }
        }
        let edge = try #require(site.edges.first)
        return EdgeLook(edge: edge, view: view, controls: links)
    }

    private func sight(_ clip: String, family: String = "clip", isProven: Bool = true) throws -> DueSight {
        let host = "edge.test:\(server.plain)"
        let path = family == "clip" ? "x" : "echo"
        let id = try #require(ClipID(clip))
        let url = try #require(LinkURL("http://\(host)/\(path)/\(clip)"))
        return DueSight(
            link: 1,
            item: 1,
            url: url,
            family: family,
            host: host,
            size: nil,
            isProven: isProven,
            round: 0,
            clip: id
        )
    }

    private func verdict(
        _ clip: String,
        family: String = "clip",
        controls: [String] = ["lit-1"],
        turn: Int = 0
    ) async throws -> LinkVerdict? {
        try await look(controls: controls).results(of: [sight(clip, family: family)], turn: turn).first?
            .verdict
    }

    @Test(arguments: [
        ("dark", LinkVerdict.dark(.gone)), ("lit", .lit(.served)), ("tagged", .dark(.gone)),
        ("farewell", .dark(.gone)), ("moved", .unknown(.redirectedToLit)), ("limbo", .unknown(.redirected)),
    ])
    func oneRoundSays(clip: String, expected: LinkVerdict) async throws {
        #expect(try await verdict(clip) == expected)
    }

    @Test func `a link is dark only if it is in every variant`() async throws {
        #expect(try await verdict("origin-a") == .lit(.served))
        #expect(try await verdict("plain-a") == .lit(.served))
    }

    @Test func `a variant is dark only beside a control that is lit in it`() async throws {
        #expect(try await verdict("dark", controls: ["plain-c"]) == .unknown(.unproven))
        #expect(try await verdict("dark", controls: ["origin-c"]) == .unknown(.unproven))
        #expect(try await verdict("dark", controls: ["origin-c", "plain-c"]) == .dark(.gone))
    }

    @Test func `a control that shows the placeholder or the farewell is not lit`() async throws {
        #expect(try await verdict("dark", controls: ["tagged-c"]) == .unknown(.unproven))
        #expect(try await verdict("tagged", controls: ["tagged-c"]) == .unknown(.unproven))
        #expect(try await verdict("farewell", controls: ["farewell"]) == .unknown(.unproven))
    }

    @Test func `a control that goes out during the round proves nothing`() async throws {
        let name = "fades-\(UInt32.random(in: .min ... .max))"
        let host = "edge.test:\(server.plain)"
        let text = """
            site: test
            families:
              clip: {hosts: ["\(host)"], schemes: [http], path: "/x/{id}"}
            origins:
              origin-1: {address: "127.0.0.1:\(server.plain)"}

            """
        let site = try JobFileFixture.readSite(text)
        let id = try #require(ClipID(name))
        let control = try #require(site.families[0].links(of: Clip(id: id)).first)
        let edge = try #require(site.edges.first)
        let look = EdgeLook(edge: edge, view: try SiteView(site), controls: [control])
        let results = await look.results(of: [try sight("dark")], turn: 0)
        #expect(results.first?.verdict == .unknown(.unproven))
    }

    @Test func `where the first control is gone another one is asked`() async throws {
        for turn in 0..<3 {
            let controls = ["dark-1", "dark-2", "lit-3"]
            #expect(try await verdict("dark", controls: controls, turn: turn) == .dark(.gone))
        }
    }

    @Test func `an edge that serves a clip which never existed is named`() async throws {
        #expect(try await verdict("clip", family: "any") == .lit(.servesAnything))
    }

    @Test func `what is served with an Age tells when it was made`() async throws {
        let results = try await look().results(of: [sight("old-1"), sight("lit-2")], turn: 0)
        let old = ClipID("old-1")
        let born = try #require(results.first { $0.sight.clip == old }?.born)
        #expect((3599...3700).contains((.now - born) / .seconds(1)))
        #expect(results.first { $0.sight.clip != old }?.born == nil)
    }

    @Test(arguments: [true, false])
    func aFamilyOfSignedLinksIsAskedFreshlySigned(hasKey: Bool) async throws {
        let folder = try ScratchFolder()
        let key = try folder.write("secret", as: "key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        let text = """
            site: test
            families:
              clip:
                hosts: ["edge.test:\(server.plain)"]
                schemes: [http]
                path: "/x/{id}"
                mint: {form: hmacSHA256, message: "{path}{expires}", signature: sig, expires: exp, key: {file: \(key)}}
            origins:
              origin-1: {address: "127.0.0.1:\(server.plain)"}

            """
        let site = try JobFileFixture.readSite(text)
        // The key may go after the file was read.
        if !hasKey { try FileManager.default.removeItem(atPath: key) }
        let id = try #require(ClipID("signed-c"))
        let edge = try #require(site.edges.first)
        let look = EdgeLook(
            edge: edge,
            view: try SiteView(site),
            controls: site.families[0].links(of: Clip(id: id))
        )
        let results = await look.results(of: [
            try sight("sealed-1"), try sight("signed-2"), try sight("lit-3"),
        ])
        func verdict(_ name: String) -> LinkVerdict? {
            results.first { $0.sight.clip == ClipID(name) }?.verdict
        }
        #expect(verdict("sealed-1") == (hasKey ? .dark(.gone) : .unknown(.unsigned)))
        #expect(verdict("signed-2") == (hasKey ? .lit(.served) : .unknown(.unsigned)))
        #expect(verdict("lit-3") == .lit(.served), "what is served without a signature needs none")
    }

    @Test func `only GET is sent, and never another URL than the published one`() async throws {
        let name = "dark-\(UInt32.random(in: .min ... .max))"
        _ = try await look().results(of: [try sight(name)], turn: 0)
        let client = try LoopbackClient()
        #expect(try await client.seen("/x/\(name)") == 2, "once plain, once as the player asks")
    }
}
