import Foundation
import Testing

@testable import PurgeJobs

/// Deny lists on the real servers.
@Suite(.serialized) struct RealBlockTests {
    private static let kinds: [CDNKind] = [.nginx, .varnish(.purge)]
    private static let spellings = [
        "/v/Clip0.mp4", "/v/Clip0.mp4?t=1", "/v/Clip0.mp4?", "/v//Clip0.mp4", "//v/Clip0.mp4",
        "/v/Clip%30.mp4",
        "/v/./Clip0.mp4", "/v%2FClip0.mp4", "/%76/Clip0%2Emp4?a=/v/x&b",
    ]

    /// Makes the only node refuse exactly these links.
    private func block(_ targets: [String], at cache: RealCache, lifting lifted: [String] = []) async throws {
        let adapter = cache.kind.makeAdapter()
        if let lists = adapter as? any ListBlocking {
            let list = try lists.denyList(of: try targets.map(RealCache.link))
            try await cache.denyListFile().replace(with: list)
        } else {
            let requests = try #require(adapter as? any RequestBlocking)
            for target in targets {
                let link = try RealCache.link(target)
                let request = try requests.blockRequest(for: link, at: cache.nodes[0], credential: nil)
                #expect(requests.isBlocked(after: try await cache.send(request)) == true)
            }
            for target in lifted {
                let link = try RealCache.link(target)
                let request = try requests.unblockRequest(for: link, at: cache.nodes[0], credential: nil)
                #expect(requests.isBlocked(after: try await cache.send(request)) == false)
            }
        }
    }

    private func isBlocked(_ target: String, at cache: RealCache) async throws -> Bool {
        let response = try await cache.get(target)
        return BlockMark.isOn(status: response.status, value: response.header.first(BlockMark.field))
    }

    /// How long it takes until the edge answers as it should; nginx takes up a new list after the command.
    private func timeUntil(_ target: String, isBlocked: Bool, at cache: RealCache) async throws -> Duration {
        let start = ContinuousClock.now
        while try await self.isBlocked(target, at: cache) != isBlocked {
            try #require(.now - start < .seconds(20), "the block was never taken up")
        }
        return .now - start
    }

    @Test(arguments: kinds)
    func aBlockCoversEverySpellingAndNoOtherLink(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        for path in ["v/Clip0.mp4", "v/clip0.mp4", "v/Clip1.mp4"] { try cache.publish(path) }
        for spelling in Self.spellings { _ = try await cache.look(spelling) }
        try await block(["/v/Clip0.mp4"], at: cache)
        let time = try await timeUntil("/v/Clip0.mp4", isBlocked: true, at: cache)
        #expect(time < .seconds(1), "it took \(time)")
        for spelling in Self.spellings { #expect(try await isBlocked(spelling, at: cache), "\(spelling)") }
        for other in ["/v/clip0.mp4", "/v/Clip1.mp4", "/v/Clip0.mp4x"] {
            #expect(try await !isBlocked(other, at: cache), "\(other)")
        }
    }

    @Test(arguments: kinds)
    func aBlockSurvivesRefillsAndPurgesAndIsLifted(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        try cache.publish("v/clip.mp4")
        #expect(try await cache.look("/v/clip.mp4") == "200 MISS")
        try await block(["/v/clip.mp4"], at: cache)
        _ = try await timeUntil("/v/clip.mp4", isBlocked: true, at: cache)
        #expect(try await cache.purge("/v/clip.mp4") == .purged, "what is blocked can be purged")
        #expect(try await isBlocked("/v/clip.mp4", at: cache))
        try await block([], at: cache, lifting: ["/v/clip.mp4"])
        _ = try await timeUntil("/v/clip.mp4", isBlocked: false, at: cache)
        #expect(try await cache.get("/v/clip.mp4").status == 200)
    }

    @Test(arguments: kinds)
    func aLinkWithItsClipInTheQueryIsBlockedByThatQueryAlone(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        try cache.publish("v/watch")
        try await block(["/v/watch?clip=A%2f$b"], at: cache)
        _ = try await timeUntil("/v//watch?clip=A%2f$b", isBlocked: true, at: cache)
        for innocent in ["/v/watch?clip=B", "/v/watch?clip=a%2f$b", "/v/watch"] {
            #expect(try await !isBlocked(innocent, at: cache), "\(innocent)")
        }
    }

    @Test(arguments: kinds)
    func oddLinksAreBlockedExactly(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        let odd = [
            "/v/a%20b.mp4", "/v/%22q%22;}%5C.mp4", "/v/$host.mp4", "/v/%C3%A4.mp4", "/v/tab%09%0Aline",
            "/v/~x", "/v/Twin",
            "/v/twin", "/v/a%3Fb", "/v/#".replacingOccurrences(of: "#", with: "%23"),
            "/v/" + String(repeating: "long", count: 200), "/v/folder/", "/v/(a|b)*[c].mp4",
        ]
        try await block(odd, at: cache)
        _ = try await timeUntil("/v/twin", isBlocked: true, at: cache)
        for target in odd { #expect(try await isBlocked(target, at: cache), "\(target)") }
        for other in ["/v/a%20b.mp", "/v/TWIN", "/v/a", "/v/a?b", "/v/folder", "/v/aa.mp4", "/v/ab.mp4", "/"]
        {
            #expect(try await !isBlocked(other, at: cache), "\(other)")
        }
    }
}
