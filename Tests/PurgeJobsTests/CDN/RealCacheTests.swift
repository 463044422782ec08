import Testing

@testable import PurgeJobs

/// What every kind of cache does, on the real server: started here, with the files that Purge ships.
@Suite(.serialized) struct RealCacheTests {
    /// Every kind that runs here (Souin does not: see SouinTests), and a described one that asks in another way than `PURGE`.
    private static let kinds = CDNKind.allCases.filter { $0 != .souin(SouinAdapter()) } + [located]
    private static var located: CDNKind {
        do {
            let statuses = EndpointStatuses(done: [200], already: [404], pending: [])
            let url = try PurgeURL("/purge{path}{query}")
            return .http(try HTTPPurger(.get, url, statuses: statuses, words: "Successful purge"))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    @Test(arguments: kinds)
    func aLinkGoesFromMissToHitToDark(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        try cache.publish("v/clip.mp4")
        let (first, second) = (try await cache.look("/v/clip.mp4"), try await cache.look("/v/clip.mp4"))
        #expect(first == "200 MISS" && second == "200 HIT")
        try cache.withdraw("v/clip.mp4")
        #expect(
            try await cache.look("/v/clip.mp4") == "200 HIT",
            "the origin's darkness does not reach the edge"
        )
        #expect(try await cache.purge("/v/clip.mp4") == .purged)
        #expect(try await cache.get("/v/clip.mp4").status == 404)
    }

    @Test(arguments: kinds)
    func nothingToPurgeIsNoRefusal(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        let answer = try await cache.purge("/v/never-there.mp4")
        if case .varnish = kind { #expect(answer == .purged) } else { #expect(answer == .notCached) }
    }

    @Test(arguments: kinds)
    func everyNodeHasToBeAskedByItself(kind: CDNKind) async throws {
        let cache = try await RealCache(kind, nodes: 2)
        try cache.publish("v/clip.mp4")
        for node in 0...1 { #expect(try await cache.look("/v/clip.mp4", node: node) == "200 MISS") }
        try cache.withdraw("v/clip.mp4")
        #expect(try await cache.purge("/v/clip.mp4", node: 1) == .purged)
        #expect(try await cache.get("/v/clip.mp4", node: 1).status == 404)
        #expect(try await cache.look("/v/clip.mp4", node: 0) == "200 HIT")
        await cache.stop(node: 0)
        await #expect(throws: TransportError.self, "a node that is down is not purged") {
            try await cache.purge("/v/clip.mp4", node: 0)
        }
    }

    @Test(arguments: kinds)
    func copiesThatVaryGoWithTheLinkWhereTheKindSaysSo(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        let adapter = try #require(kind.makeAdapter() as? any LinkPurging)
        try cache.publish("vary/clip.mp4")
        let origins = ["https://a.test", "https://b.test"]
        for origin in origins { _ = try await cache.look("/vary/clip.mp4", fields: ["Origin": origin]) }
        try cache.withdraw("vary/clip.mp4")
        let answer = try await cache.purge("/vary/clip.mp4")
        #expect(
            answer == (adapter.purgesVariants ? .purged : .notCached),
            "the others even say that there was nothing"
        )
        for origin in origins {
            let status = try await cache.get("/vary/clip.mp4", fields: ["Origin": origin]).status
            #expect(status == (adapter.purgesVariants ? 404 : 200))
        }
    }

    @Test func `Squid loses sight of all copies with the first that is purged with its headers`() async throws
    {
        let cache = try await RealCache(.squid)
        try cache.publish("vary/clip.mp4", "the old bytes")
        let origins = ["https://a.test", "https://b.test"]
        for origin in origins { _ = try await cache.look("/vary/clip.mp4", fields: ["Origin": origin]) }
        try cache.withdraw("vary/clip.mp4")
        for (origin, answer) in zip(origins, [PurgeAnswer.purged, .notCached]) {
            let variant = ProbeVariant(name: "player", fields: [.init(name: "Origin", value: origin)])
            let request = try SquidAdapter().purgeRequest(
                for: try RealCache.link("/vary/clip.mp4"),
                as: variant,
                at: cache.nodes[0],
                credential: nil
            )
            #expect(SquidAdapter().answer(to: try await cache.send(request)) == answer)
        }
        for origin in origins {
            #expect(try await cache.get("/vary/clip.mp4", fields: ["Origin": origin]).status == 404)
        }
        try cache.publish("vary/clip.mp4", "the new bytes")
        let first = try await cache.get("/vary/clip.mp4", fields: ["Origin": origins[0]])
        #expect(first.bodyText == "the new bytes")
        let second = try await cache.get("/vary/clip.mp4", fields: ["Origin": origins[1]])
        #expect(
            second.bodyText == "the old bytes",
            "the copy is found again beside the next answer that varies"
        )
    }

    @Test(arguments: [CDNKind.trafficServer, .squid])
    func aLinkOfAHostThatTheCacheDoesNotKnowIsNoPurge(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        #expect(try await cache.purge("/v/clip.mp4", of: RealCache.otherHost) == .refused)
    }

    @Test(arguments: kinds)
    func otherSpellingsGoWithTheLinkOnlyByBan(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        try cache.publish("v/clip0.mp4")
        let spellings = ["/v/clip0.mp4?t=1", "/v//clip0.mp4", "/v/clip%30.mp4", "/v/./clip0.mp4"]
        for spelling in spellings { #expect(try await cache.look(spelling) == "200 MISS") }
        _ = try await cache.look("/v/clip0.mp4")
        try cache.withdraw("v/clip0.mp4")
        #expect(try await cache.purge("/v/clip0.mp4") == .purged)
        #expect(try await cache.get("/v/clip0.mp4").status == 404)
        for spelling in spellings {
            let status = try await cache.get(spelling).status
            #expect(status == (kind == .varnish(.ban) ? 404 : 200), "\(spelling)")
            if status == 200 {
                #expect(try await cache.purge(spelling) == .purged, "it is purged as it stands")
            }
            #expect(try await cache.get(spelling).status == 404, "\(spelling)")
        }
    }

    @Test(arguments: CDNKind.allCases.filter { $0.abilities.contains(.purgeTags) })
    func aTagTakesEveryCopyOfItsClipAndNoOther(kind: CDNKind) async throws {
        let cache = try await RealCache(kind)
        let adapter = try #require(kind.makeAdapter() as? any TagPurging)
        let targets = ["/v/one.mp4", "/v/one.mp4?t=1", "/v//one.mp4", "/v/one.jpg"]
        for path in ["v/one.mp4", "v/one.jpg", "v/other.mp4"] { try cache.publish(path) }
        for target in targets + ["/v/other.mp4"] { _ = try await cache.look(target) }
        for path in ["v/one.mp4", "v/one.jpg"] { try cache.withdraw(path) }
        let tags = [try #require(CacheTag("clip-one")), try #require(CacheTag("clip-unknown"))]
        let purge = try adapter.purgeRequest(for: tags, of: cache.origin, at: cache.nodes[0], credential: nil)
        #expect(adapter.tagAnswer(to: try await cache.send(purge)) == .purged)
        // Soft purges would leave them to be served while grace lasts: the VCL has 10 s of it, by default.
        for target in targets where target != "/v//one.mp4" {
            #expect(try await cache.get(target).status == 404, "\(target)")
        }
        #expect(try await cache.look("/v/other.mp4") == "200 HIT")
        let again = try adapter.purgeRequest(for: tags, of: cache.origin, at: cache.nodes[0], credential: nil)
        #expect(adapter.tagAnswer(to: try await cache.send(again)) == .notCached)
    }
}
