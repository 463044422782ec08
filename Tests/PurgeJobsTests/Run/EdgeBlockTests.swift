import Testing

@testable import PurgeJobs

/// Edges that hide or keep what was not asked for.
///
/// What a deny list refuses is looked at past it, where the site gives a way, and never taken for gone without (R5).
@Suite struct EdgeBlockTests {
    private let server: LoopbackServer

    init() throws { server = try LoopbackServer.shared.get() }

    private func verdict(
        _ clip: String,
        isPassable: Bool,
        control: String = "lit-1",
        isProven: Bool = true
    ) async throws -> LinkVerdict? {
        let host = "edge.test:\(server.plain)"
        let bypass = isPassable ? "bypass: {edge-1: \"127.0.0.1:\(server.second)\"}" : ""
        let text = """
            site: test
            families:
              clip: {hosts: ["\(host)"], schemes: [http], path: "/edge/{id}"}
            caches:
              edge:
                kind: varnish
                blocks: true
                nodes: {edge-1: "127.0.0.1:\(server.plain)"}
                \(bypass)

            """
        let site = try JobFileFixture.readSite(text)
        let ids = try [clip, control].map { try #require(ClipID($0)) }
        let links = try ids.map { try #require(site.families[0].links(of: Clip(id: $0)).first) }
        let look = EdgeLook(
            edge: try #require(site.edges.first),
            view: try SiteView(site),
            controls: [links[1]]
        )
        let due = DueSight(
            link: 1,
            item: 1,
            url: links[0].url,
            family: "clip",
            host: host,
            size: nil,
            isProven: isProven,
            round: 0,
            clip: ids[0]
        )
        return await look.results(of: [due]).first?.verdict
    }

    @Test(arguments: [
        ("blocked-gone", LinkVerdict.dark(.gone)), ("blocked-lit", .dark(.blockedCopy)),
        ("blocked-down", .dark(.blocked)),
    ])
    func pastTheBlockItIs(clip: String, expected: LinkVerdict) async throws {
        #expect(try await verdict(clip, isPassable: true) == expected)
        #expect(try await verdict(clip, isPassable: false) == .dark(.blocked))
    }

    @Test func `gone past the block needs a control that is lit there`() async throws {
        // Lit at the public address, and gone past the block: it proves the one and not the other.
        #expect(
            try await verdict("blocked-gone", isPassable: true, control: "sliced-1") == .unknown(.unproven)
        )
        #expect(
            try await verdict("blocked-gone", isPassable: false, control: "gone-1") == .unknown(.unproven)
        )
    }

    /// A nginx keeps a copy for every value of a header in Vary, and a purge takes one of them.
    private func varied(_ kind: String, _ variants: String, control: String) async throws -> LinkVerdict? {
        let host = "edge.test:\(server.plain)"
        let text = """
            site: test
            families:
              clip: {hosts: ["\(host)"], schemes: [http], path: "/edge/{id}"\(variants)}
            caches:
              edge:
                kind: \(kind)
                nodes: {edge-1: "127.0.0.1:\(server.plain)"}

            """
        let site = try JobFileFixture.readSite(text)
        let links = try ["gone", control].map { name in
            let id = try #require(ClipID(name))
            return try #require(site.families[0].links(of: Clip(id: id)).first)
        }
        let look = EdgeLook(
            edge: try #require(site.edges.first),
            view: try SiteView(site),
            controls: [links[1]]
        )
        let due = DueSight(
            link: 1,
            item: 1,
            url: links[0].url,
            family: "clip",
            host: host,
            size: nil,
            isProven: true,
            round: 0
        )
        return await look.results(of: [due]).first?.verdict
    }

    @Test(arguments: [
        ("nginx", "", "lit-1", LinkVerdict.dark(.gone)),
        ("nginx", "", "varied-1", .unknown(.undeclaredVariants)),
        ("nginx", ", probe: {variants: {v: {Origin: x}}}", "varied-1", .unknown(.undeclaredVariants)),
        ("nginx", ", probe: {variants: {v: {Origin: x, Accept-Language: en}}}", "varied-1", .dark(.gone)),
        ("nginx\n    vary: ignored", "", "varied-1", .dark(.gone)),
        ("varnish", "", "varied-1", .dark(.gone)),
    ])
    func copiesThatNobodyAskedForAreNotGone(
        kind: String,
        variants: String,
        control: String,
        expected: LinkVerdict
    ) async throws {
        #expect(try await varied(kind, variants, control: control) == expected)
    }

    @Test func `a block of what no store ever held proves nothing`() async throws {
        #expect(try await verdict("blocked-gone", isPassable: true, isProven: false) == .unknown(.unproven))
    }
}
