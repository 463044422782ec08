import Testing

@testable import PurgeJobs

@Suite struct LiveTwinsTests {
    private func control(_ family: String, _ host: String) throws -> Link {
        Link(family: family, host: host, url: try #require(LinkURL("http://\(host)/c")))
    }

    @Test func `dark needs a lit control of the same family and host, and a store that had the object`()
        throws
    {
        var twins = LiveTwins()
        twins.note(try control("video", "a.test"), .lit(.served))
        twins.note(try control("page", "a.test"), .dark(.gone))
        twins.note(try control("video", "b.test"), .unknown(.serverError))
        func verdict(_ family: String, _ host: String, isProven: Bool = true) -> LinkVerdict {
            twins.proven(.dark(.gone), family: family, host: host, isProven: isProven)
        }
        #expect(verdict("video", "a.test") == .dark(.gone))
        #expect(verdict("page", "a.test") == .unknown(.unproven))
        #expect(verdict("video", "b.test") == .unknown(.unproven))
        #expect(verdict("video", "c.test") == .unknown(.unproven))
        #expect(verdict("video", "a.test", isProven: false) == .unknown(.unproven))
    }

    @Test func `what is lit or unknown stays what it is`() {
        let twins = LiveTwins()
        for verdict in [LinkVerdict.lit(.served), .unknown(.timedOut)] {
            #expect(twins.proven(verdict, family: "f", host: "h", isProven: false) == verdict)
        }
    }
}
