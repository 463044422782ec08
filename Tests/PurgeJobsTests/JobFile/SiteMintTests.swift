import Testing

@testable import PurgeJobs

/// What a site file says of links that work only freshly signed, and the mistakes in it.
@Suite struct SiteMintTests {
    private static let mint = """
        dark: [403]
            mint:
              form: secureLinkMD5
              message: "{expires}{uri} {key}"
              signature: md5
              expires: until
              lifetime: 90s
              key: {env: PURGE_TOKEN}
        """

    private static var site: String {
        get throws {
            try BadFile("dark: [403]", mint, at: "", key: "", saying: "").text(from: JobFileFixture.site)
        }
    }

    @Test func `how links are signed is read as written`() throws {
        let site = try JobFileFixture.readSite(Self.site)
        let settings = try #require(site.mints["page"])
        let mint = LinkMint(
            form: .secureLinkMD5,
            message: try Template("{expires}{uri} {key}"),
            signature: "md5",
            expires: "until",
            lifetime: .seconds(90)
        )
        #expect(site.mints.count == 1)
        #expect(settings.mint == mint)
        #expect(settings.key.place == .environment("PURGE_TOKEN"))
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static func bad(
        _ old: String,
        _ new: String,
        at place: String,
        _ key: String,
        _ saying: String
    )
        -> BadFile
    {
        BadFile(old, new, at: place, key: "families.page.mint\(key)", saying: saying)
    }

    private static let mistakes: [BadFile] = [
        bad("form: secureLinkMD5", "form: md5", at: "md5\n", ".form", "is not one of the forms"),
        bad("form: secureLinkMD5", "form: hmacSHA256", at: "\"{expires}", ".message", "has '{key}' in it"),
        bad("{uri} {key}", "{uri}", at: "\"{expires}", ".message", "has no '{key}'"),
        bad("{expires}{uri}", "{uri}", at: "\"{uri}", ".message", "is no message"),
        bad("{expires}{uri}", "{expires}", at: "\"{expires} ", ".message", "is no message"),
        bad("{expires}{uri}", "{expires}{url}", at: "\"{expires}{url}", ".message", "did you mean 'uri'?"),
        bad("signature: md5\n", "signature: m&\n", at: "m&", ".signature", "is no variable's name"),
        bad("expires: until", "expires: md5", at: "md5\n      lifetime", ".expires", "of the signature"),
        bad("lifetime: 90s", "lifetime: 9s", at: "9s", ".lifetime", "out of range"),
        bad("{env: PURGE_TOKEN}", "{env: PURGE_NONE}", at: "PURGE_NONE", ".key.env", "no variable"),
        bad("{env: PURGE_TOKEN}", "{env: A, file: b}", at: "{env: A", ".key", "must name one place"),
        bad("lifetime: 90s", "lifetimes: 90s", at: "lifetimes", ".lifetimes", "did you mean 'lifetime'?"),
    ]
}
