import Testing

@testable import PurgeJobs

/// What a site file declares of its answers, and the mistakes in it.
@Suite struct SiteVerificationTests {
    private static let rules = """
        dark:
              - 403
              - redirect: "https://clips.test:18081/unavailable?clip={id}"
              - redirect: /gone
              - placeholder: {etag: '"gone-1"'}
              - placeholder: {length: 5120, type: "video/mp4; codecs=avc1"}
              - placeholder: {sha256: "\(digest)"}
            probe:
              variants:
                player: {Origin: "https://player.test"}
                modern: {Accept: "image/avif, image/webp", accept-encoding: br}
        """
    private static let digest = String(repeating: "0a", count: 32)

    private static var site: String {
        get throws {
            try BadFile("dark: [403]", rules, at: "", key: "", saying: "").text(from: JobFileFixture.site)
        }
    }

    @Test func `rules and variants are read as written`() throws {
        let site = try JobFileFixture.readSite(Self.site + "neverExisted: no-such-clip\n")
        let page = site.families[0]
        let digest = try #require(Digest(hex: Self.digest))
        #expect(page.dark.statuses == [403])
        #expect(
            page.dark.redirects
                == [try Template("https://clips.test:18081/unavailable?clip={id}"), try Template("/gone")]
        )
        #expect(
            page.dark.placeholders == [
                .tag(Array("\"gone-1\"".utf8)),
                .size(length: 5120, type: Array("video/mp4; codecs=avc1".utf8)), .digest(digest),
            ]
        )
        #expect(
            page.probeVariants == [
                ProbeVariant(name: "player", fields: [.init(name: "Origin", value: "https://player.test")]),
                ProbeVariant(
                    name: "modern",
                    fields: [
                        .init(name: "Accept", value: "image/avif, image/webp"),
                        .init(name: "accept-encoding", value: "br"),
                    ]
                ),
            ]
        )
        #expect(site.families[1].dark == .none && site.families[1].probeVariants.isEmpty)
        #expect(site.neverExisted == ClipID("no-such-clip"))
        #expect(try JobFileFixture.readSite(Self.site).neverExisted == nil)
    }

    @Test(arguments: darkness + variants)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static func rule(
        _ old: String,
        _ new: String,
        at place: String,
        _ number: Int,
        _ key: String = "",
        saying: String
    ) -> BadFile {
        BadFile(old, new, at: place, key: "families.page.dark[\(number)]\(key)", saying: saying)
    }

    private static let darkness: [BadFile] = [
        rule("- 403", "- 200", at: "200\n", 0, saying: "out of range"),
        rule("- 403", "- 403\n      - 403", at: "403\n      - redirect", 1, saying: "stands twice"),
        rule(
            "{etag: '\"gone-1\"'}",
            "{etag: '\"g\"', tag: x}",
            at: "tag: x",
            3,
            ".placeholder.tag",
            saying: "'etag'?"
        ),
        rule(
            "redirect: /gone",
            "redirect: /gone\n        placeholder: {etag: '\"x\"'}",
            at: "redirect: /gone\n        pl",
            2,
            saying: "must be one rule"
        ),
        rule("redirect: /gone", "redirect: gone", at: "gone\n", 2, ".redirect", saying: "is no Location"),
        rule("redirect: /gone", "redirect: //gone", at: "//gone", 2, ".redirect", saying: "is no Location"),
        rule(
            "redirect: /gone",
            "redirect: 'https://'",
            at: "'https://'",
            2,
            ".redirect",
            saying: "is no Loc"
        ),
        rule("redirect: /gone", "redirect: '/{clip}'", at: "'/{clip}'", 2, ".redirect", saying: "neither"),
        rule("redirect: /gone", "redirect: [/gone]", at: "[/gone]", 2, ".redirect", saying: "found a list"),
        rule(
            "redirect: /gone",
            "redirect: 'https://clips.test:18081/unavailable?clip={id}'",
            at: "redirect: 'https",
            2,
            saying: "stands twice"
        ),
        rule("'\"gone-1\"'", "gone-1", at: "gone-1", 3, ".placeholder.etag", saying: "is no ETag"),
        rule("'\"gone-1\"'", "'\"\"'", at: "'\"\"'", 3, ".placeholder.etag", saying: "is no ETag"),
        rule("{etag: '\"gone-1\"'}", "yes", at: "yes", 3, ".placeholder", saying: "expected a mapping"),
        rule(
            "{etag: '\"gone-1\"'}",
            "{length: 5120}",
            at: "{length: 5120}",
            3,
            ".placeholder",
            saying: "in one way"
        ),
        rule("length: 5120", "length: 0", at: "0, type", 4, ".placeholder.length", saying: "out of range"),
        rule("\"\(digest)\"", "\"0a\"", at: "\"0a\"", 5, ".placeholder.sha256", saying: "is no SHA-256"),
    ]

    private static let variants: [BadFile] = [
        variant("Origin:", "Orign:", at: "Orign", "player.Orign", saying: "did you mean 'Origin'?"),
        variant("Origin:", "Cookie:", at: "Cookie", "player.Cookie", saying: "is no header for variants"),
        variant("Origin:", "Authorization:", at: "Auth", "player.Authorization", saying: "no header for var"),
        variant("Origin:", "X-Token:", at: "X-Token", "player.X-Token", saying: "is no header for variants"),
        variant("accept-encoding:", "ACCEPT:", at: "ACCEPT", "modern.ACCEPT", saying: "stands twice"),
        variant("{Origin: \"https://player.test\"}", "{}", at: "{}", "player", saying: "empty mapping"),
        variant(
            "accept-encoding: br",
            "accept-encoding: \u{e9}",
            at: "\u{e9}",
            "modern.accept-encoding",
            saying: "no header's value"
        ),
        BadFile(
            "      variants:",
            "      variant: x\n      variants:",
            at: "variant: x",
            key: "families.page.probe.variant",
            saying: "'variants'?"
        ),
    ]

    private static func variant(
        _ old: String,
        _ new: String,
        at place: String,
        _ key: String,
        saying: String
    ) -> BadFile {
        BadFile(old, new, at: place, key: "families.page.probe.variants.\(key)", saying: saying)
    }
}
