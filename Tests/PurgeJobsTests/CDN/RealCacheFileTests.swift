import Foundation
import Testing

@testable import PurgeJobs

/// A real nginx without a purge module: what is removed from its disk, it does not serve.
@Suite(.serialized) struct RealCacheFileTests {
    private static let origins = ["https://a.test", "https://b.test"]

    private func platform(_ cache: RealCache, key: String = "$host$request_uri") throws -> Platform {
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
              edge:
                kind: nginx
                nodes: {edge-1: "\(cache.nodes[0])"}
                files: {edge-1: {directory: \(cache.cacheDirectory()), levels: "1:2", key: "\(key)"}}

            """
        return try Platform(SiteFile.read(bytes: Array(text.utf8), as: "/site.yaml", environment: [:]))
    }

    private func purge(_ target: String, by platform: Platform) async throws -> StepReceipt {
        let link = try RealCache.link(target)
        let claim = StepClaim(
            step: 1,
            item: 1,
            kind: .purge,
            pass: 1,
            tries: 0,
            failures: 0,
            target: .link(link, family: "video"),
            attempt: nil
        )
        let node = try #require(platform.node("edge-1"))
        return try await NodeStep(node: node, run: RunID(stored: 1), platform: platform)
            .purge(link, of: "video", claim)
    }

    @Test func `a link goes from miss to hit to dark`() async throws {
        let cache = try await RealCache(.nginx, server: .plainNginx)
        let platform = try platform(cache)
        for path in ["v/clip.mp4", "v/other.mp4"] { try cache.publish(path) }
        #expect(try await cache.look("/v/clip.mp4") == "200 MISS")
        #expect(try await cache.look("/v/clip.mp4") == "200 HIT")
        _ = try await cache.look("/v/other.mp4")
        #expect(try await cache.purge("/v/clip.mp4") == .refused, "this nginx knows no PURGE")

        try cache.withdraw("v/clip.mp4")
        #expect(try await cache.look("/v/clip.mp4") == "200 HIT")
        let receipt = try await purge("/v/clip.mp4", by: platform)
        #expect(receipt.isOver && receipt.outcome == .done && receipt.status == nil)
        #expect(try await cache.get("/v/clip.mp4").status == 404)
        #expect(try await cache.look("/v/other.mp4") == "200 HIT")
        #expect(try await purge("/v/clip.mp4", by: platform).outcome == .already)
    }

    @Test func `every spelling is a file of its own`() async throws {
        let cache = try await RealCache(.nginx, server: .plainNginx)
        let platform = try platform(cache)
        try cache.publish("v/clip0.mp4")
        let spellings = ["/v/clip0.mp4", "/v/clip0.mp4?t=1", "/v//clip0.mp4", "/v/clip%30.mp4"]
        for spelling in spellings { #expect(try await cache.look(spelling) == "200 MISS") }
        try cache.withdraw("v/clip0.mp4")
        for spelling in spellings {
            #expect(try await cache.get(spelling).status == 200)
            #expect(try await purge(spelling, by: platform).outcome == .done)
            #expect(try await cache.get(spelling).status == 404)
        }
    }

    @Test func `copies that vary go with the link where a variant names them`() async throws {
        let cache = try await RealCache(.nginx, server: .plainNginx)
        let platform = try platform(cache)
        try cache.publish("vary/clip.mp4", "the old bytes")
        let undeclared = "https://c.test"
        for origin in Self.origins + [undeclared] {
            #expect(try await cache.look("/vary/clip.mp4", fields: ["Origin": origin]) == "200 MISS")
            #expect(try await cache.look("/vary/clip.mp4", fields: ["Origin": origin]) == "200 HIT")
        }
        try cache.withdraw("vary/clip.mp4")
        let receipt = try await purge("/vary/clip.mp4", by: platform)
        #expect(receipt.outcome == .done && receipt.detail == "2 files", "the first copy is the key's own")
        for origin in Self.origins + [undeclared] {
            #expect(try await cache.get("/vary/clip.mp4", fields: ["Origin": origin]).status == 404)
        }
        #expect(platform.site.edges.allSatisfy { $0.keepsVariants })

        try cache.publish("vary/clip.mp4", "the new bytes")
        for origin in Self.origins + [undeclared] {
            let text = try await cache.get("/vary/clip.mp4", fields: ["Origin": origin]).bodyText
            #expect(
                text == (origin == undeclared ? "the old bytes" : "the new bytes"),
                "a copy that no variant names is found again beside the next answer that varies"
            )
        }
    }

    @Test func `with another key than the cache's nothing is found, and the link stays lit`() async throws {
        let cache = try await RealCache(.nginx, server: .plainNginx)
        try cache.publish("v/clip.mp4")
        _ = try await cache.look("/v/clip.mp4")
        let receipt = try await purge("/v/clip.mp4", by: try platform(cache, key: "$scheme$host$request_uri"))
        #expect(receipt.outcome == .already)
        #expect(try await cache.look("/v/clip.mp4") == "200 HIT", "which a probe sees")
    }

    @Test func `a check says whether this account may remove files there`() async throws {
        let cache = try await RealCache(.nginx, server: .plainNginx)
        let findings = await SiteCheck(try platform(cache).site).check().map { "\($0)" }
        #expect(findings.contains { $0.contains("cache files of edge-1") && $0.contains("can be removed") })
    }
}
