import Foundation
import Testing

@testable import PurgeJobs

/// What a step sends to a node of a real cache, and what the whole of it comes to.
@Suite(.serialized) struct NodeStepTests {
    private static let origins = ["https://a.test", "https://b.test"]

    private func platform(_ cache: RealCache) throws -> Platform {
        let variants = Self.origins.enumerated().map { "v\($0): {Origin: \"\($1)\"}" }
        let text = """
            site: test
            families:
              video:
                hosts: [\(RealCache.host)]
                schemes: [http]
                path: "/vary/{id}.mp4"
                probe: {variants: {\(variants.joined(separator: ", "))}}
            caches:
              edge: {kind: squid, nodes: {edge-1: "\(cache.nodes[0])"}}

            """
        return try Platform(SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: [:]))
    }

    private func purge(
        _ link: LinkURL,
        of family: String = "video",
        by platform: Platform
    ) async throws -> StepReceipt {
        let claim = StepClaim(
            step: 1,
            item: 1,
            kind: .purge,
            pass: 1,
            tries: 0,
            failures: 0,
            target: .link(link, family: family),
            attempt: nil
        )
        let node = try #require(platform.node("edge-1"))
        let step = NodeStep(node: node, run: RunID(stored: 1), platform: platform)
        return try await step.purge(link, of: family, claim)
    }

    @Test func `one step leaves no copy in reach that a declared variant names`() async throws {
        let cache = try await RealCache(.squid)
        let platform = try platform(cache)
        try cache.publish("vary/clip.mp4")
        for origin in Self.origins + ["https://c.test"] {
            _ = try await cache.look("/vary/clip.mp4", fields: ["Origin": origin])
        }
        try cache.withdraw("vary/clip.mp4")
        let receipt = try await purge(try RealCache.link("/vary/clip.mp4"), by: platform)
        #expect(receipt.isOver && receipt.outcome == .done && receipt.status == 200)
        for origin in Self.origins + ["https://c.test"] {
            #expect(try await cache.get("/vary/clip.mp4", fields: ["Origin": origin]).status == 404)
        }
        #expect(
            platform.site.edges.allSatisfy { $0.keepsVariants },
            "a control with another Vary keeps such a link unknown all the same"
        )
    }

    @Test func `without its variants a step reaches no copy that varies`() async throws {
        let cache = try await RealCache(.squid)
        try cache.publish("vary/clip.mp4")
        let origin = Self.origins[0]
        let seen = try await cache.look("/vary/clip.mp4", fields: ["Origin": origin])
        #expect(seen == "200 MISS")
        try cache.withdraw("vary/clip.mp4")
        let link = try RealCache.link("/vary/clip.mp4")
        let receipt = try await purge(link, of: "none", by: try platform(cache))
        #expect(receipt.isOver && receipt.outcome == .gone)
        let kept = try await cache.look("/vary/clip.mp4", fields: ["Origin": origin])
        #expect(kept == "200 HIT")
    }

    @Test func `nothing in the cache is no failure, and a node that is down is no purge`() async throws {
        let cache = try await RealCache(.squid)
        let platform = try platform(cache)
        let link = try RealCache.link("/vary/never-there.mp4")
        let receipt = try await purge(link, by: platform)
        #expect(receipt.isOver && receipt.outcome == .gone && receipt.status == 404)
        await cache.stop(node: 0)
        let down = try await purge(link, by: platform)
        #expect(!down.isOver && down.outcome == .failed)
    }
}
