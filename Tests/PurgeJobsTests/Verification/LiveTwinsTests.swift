import Testing

@testable import PurgeJobs

@Suite struct LiveTwinsTests {
    private func control(_ family: String, _ url: String) throws -> Link {
        let url = try #require(LinkURL(url))
        let host = try #require(Link.host(of: url))
        return Link(family: family, host: host, url: url)
    }

    private func group(_ family: String, _ url: String) throws -> LinkGroup {
        LinkGroup(try control(family, url))
    }

    @Test func `dark needs a lit control of the same family, scheme, host and headers, and a store's word`()
        throws
    {
        var twins = LiveTwins()
        twins.note(try control("video", "http://a.test/c"), variant: "", .lit(.served))
        twins.note(try control("page", "http://a.test/c"), variant: "", .dark(.gone))
        twins.note(try control("video", "http://b.test/c"), variant: "", .unknown(.serverError))
        func verdict(
            _ family: String,
            _ url: String,
            _ variant: String = "",
            isProven: Bool = true
        ) throws
            -> LinkVerdict
        {
            twins.proven(.dark(.gone), try group(family, url), variant: variant, isProven: isProven)
        }
        #expect(try verdict("video", "http://a.test/x") == .dark(.gone))
        #expect(try verdict("video", "https://a.test/x") == .unknown(.unproven))
        #expect(try verdict("video", "http://a.test/x", "webp") == .unknown(.unproven))
        #expect(try verdict("page", "http://a.test/x") == .unknown(.unproven))
        #expect(try verdict("video", "http://b.test/x") == .unknown(.unproven))
        #expect(try verdict("video", "http://c.test/x") == .unknown(.unproven))
        #expect(try verdict("video", "http://a.test/x", isProven: false) == .unknown(.unproven))
    }

    @Test func `what is lit or unknown stays what it is`() throws {
        let twins = LiveTwins()
        for verdict in [LinkVerdict.lit(.served), .unknown(.timedOut)] {
            let group = try group("f", "http://h/")
            #expect(twins.proven(verdict, group, variant: "", isProven: false) == verdict)
        }
    }

    @Test func `a control that is out at the end of the round proves nothing`() throws {
        let one = try control("video", "http://a.test/c")
        let group = LinkGroup(one)
        var before = LiveTwins()
        var after = LiveTwins()
        before.note(one, variant: "", .lit(.served))
        after.note(one, variant: "", .dark(.gone))
        let twins = before.both(after)
        #expect(twins.proven(.dark(.gone), group, variant: "", isProven: true) == .unknown(.unproven))
        after.note(try control("video", "http://a.test/d"), variant: "", .lit(.cutShort))
        #expect(
            before.both(after).proven(.dark(.gone), group, variant: "", isProven: true) == .dark(.gone),
            "another one may be lit in its place"
        )
    }

    @Test func `where a clip is served that never existed, lit controls say nothing and lit says so`() throws
    {
        let one = try control("video", "http://a.test/c")
        var twins = LiveTwins()
        twins.note(one, variant: "", .lit(.served))
        twins.noteServesAnything(LinkGroup(one))
        func verdict(_ verdict: LinkVerdict, _ family: String) throws -> LinkVerdict {
            twins.proven(verdict, try group(family, "http://a.test/x"), variant: "", isProven: true)
        }
        #expect(try verdict(.dark(.gone), "video") == .unknown(.servesAnything))
        #expect(try verdict(.lit(.served), "video") == .lit(.servesAnything))
        #expect(try verdict(.lit(.cutShort), "video") == .lit(.cutShort))
        #expect(try verdict(.lit(.served), "page") == .lit(.served))
    }
}
