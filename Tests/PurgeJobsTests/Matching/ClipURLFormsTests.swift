import Foundation
import Testing

@testable import PurgeJobs

@Suite struct ClipURLFormsTests {
    private struct Vectors: Decodable {
        let clip: String
        let same: [String]
        let different: [String]

        enum CodingKeys: String, CodingKey {
            case clip = "clip_id"
            case same
            case different
        }
    }

    private static let id = "CoweringDreamyOrcaGingerPower-x9zdfeI9Z8X7sVQh"

    @Test func `all forms of a clip's URL lead to its id, and no near miss does`() throws {
        let vectors = try JSONDecoder().decode(Vectors.self, from: Resource.data("url/clip_url_forms.json"))
        let forms = try SiteSample.twitch()

        for url in vectors.same {
            #expect(forms.clipID(of: Array(url.utf8)) == ClipID(vectors.clip), "\(url)")
        }
        for url in vectors.different {
            #expect(forms.clipID(of: Array(url.utf8)) != ClipID(vectors.clip), "\(url)")
        }
        #expect(vectors.same.count == 12 && vectors.different.count == 9)
    }

    @Test(
        arguments: [
            "HTTPS://clips.twitch.tv/\(id)", "hTTp://clips.twitch.tv/\(id)", "clips.twitch.tv/\(id)",
            "https://clips.twitch.tv:443/\(id)", "http://clips.twitch.tv:80/\(id)",
            "https://clips.twitch.tv:/\(id)",
            "hxxps://clips[.]twitch[.]tv/\(id)", "hXXp://clips(.)twitch(.)tv/\(id)",
            "[h]ttps://clips.twitch.tv/\(id)",
            "https[:]//clips.twitch.tv/\(id)", "https[://]clips.twitch.tv/\(id)",
            "clips[.]twitch[.]tv[:]443/\(id)",
            "https://clips.twitch.tv/\(id)/", "https://clips.twitch.tv/\(id)?",
            "https://clips.twitch.tv/\(id)/?a=b#c",
            "https://clips.twitch.tv/%43oweringDreamyOrcaGingerPower-x9zdfeI9Z8X7sVQh",
            "https://clips.twitch.tv/CoweringDreamyOrcaGingerPower%2dx9zdfeI9Z8X7sVQh",
            "https://clips.twitch.tv/%65mbed?clip=\(id)",
            "https://clips.twitch.tv/embed?cl%69p=\(id)&clip=\(id)",
            "https://clips.twitch.tv/embed/?a&clip=\(id)&b", "https://m.twitch.tv/a(.)b/clip/\(id)",
        ].filter { !$0.hasSuffix("%") }
    )
    func `a spelling of a published form leads to the id`(url: String) throws {
        #expect(try SiteSample.twitch().clipID(of: Array(url.utf8)) == ClipID(Self.id))
    }

    @Test(arguments: [
        ("https://clips.twitch.tv.evil.example/\(id)", "foreign host: the site file names it nowhere"),
        ("https://clips-twitch.tv/\(id)", "foreign host: the site file names it nowhere"),
        ("https://xn--clps-2of.twitch.tv/\(id)", "foreign host: the site file names it nowhere"),
        ("https://clips.twitch.tv../\(id)", "foreign host: the site file names it nowhere"),
        ("https://clips.twitch.tv:80/\(id)", "foreign host: the site file names it nowhere"),
        ("https://evil.example#clips.twitch.tv/\(id)", "foreign host: the site file names it nowhere"),
        (
            "https://evil.example?https://clips.twitch.tv/\(id)",
            "foreign host: the site file names it nowhere"
        ),
        ("//clips.twitch.tv/\(id)", CanonicalURL.Flaw.badHost.description),
        ("https:///clips.twitch.tv/\(id)", CanonicalURL.Flaw.badHost.description),
        ("https://clips%2etwitch.tv/\(id)", CanonicalURL.Flaw.badHost.description),
        ("https://clips.twitch.tv:99999/\(id)", CanonicalURL.Flaw.badPort.description),
        ("mailto:\(id)", CanonicalURL.Flaw.badPort.description),
        ("ftp://clips.twitch.tv/\(id)", CanonicalURL.Flaw.otherScheme.description),
        ("https://clips.twitch.tv@evil.example/\(id)", CanonicalURL.Flaw.user.description),
        ("https://evil.example@clips.twitch.tv/\(id)", CanonicalURL.Flaw.user.description),
        ("https://clіps.twitch.tv/\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https://clips.twitch.tv\\\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https:\\\\clips.twitch.tv/\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https://clips.twitch.tv/\t\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https://clips.twitch.tv/Cower\r\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https://clips.twitch.tv/Cower\n\(id)", CanonicalURL.Flaw.forbiddenByte.description),
        ("https://clips.twitch.tv/a/../\(id)", CanonicalURL.Flaw.dotSegment.description),
        ("https://clips.twitch.tv/./\(id)", CanonicalURL.Flaw.dotSegment.description),
        ("https://clips.twitch.tv/%2e/\(id)", CanonicalURL.Flaw.dotSegment.description),
        ("https://clips.twitch.tv/a/%2E./\(id)", CanonicalURL.Flaw.dotSegment.description),
        ("https://clips.twitch.tv/\(id)/..", CanonicalURL.Flaw.dotSegment.description),
        ("https://clips.twitch.tv/\(id)%", CanonicalURL.Flaw.badEscape.description),
        ("https://clips.twitch.tv/%zz\(id)", CanonicalURL.Flaw.badEscape.description),
        ("https://clips.twitch.tv//\(id)", "it leads to no clip"),
        ("https://clips.twitch.tv/\(id)//", "it leads to no clip"),
        ("https://www.twitch.tv//clip/\(id)", "it leads to no clip"),
        ("https://clips.twitch.tv", "it leads to no clip"),
        ("https://clips.twitch.tv/?clip=\(id)", "it leads to no clip"),
        ("https://clips.twitch.tv/embed", "it leads to no clip"),
        ("https://clips.twitch.tv/embed?clip=", "it leads to no clip"),
        ("https://clips.twitch.tv/embed?clip=a&clip=b", "it leads to no clip"),
        ("https://clips.twitch.tv/a%00b", "what stands for the id in it is none"),
        ("https://clips.twitch.tv/%ff", "what stands for the id in it is none"),
    ])
    func `what is no form of a clip's URL leads to none, and says why`(url: String, reason: String) throws {
        #expect(try SiteSample.twitch().reading(of: Array(url.utf8)) == .none(reason))
    }

    @Test(arguments: ["x", "a/b", "100%", "%41", "é", "a b", "a?b&c=d#e", "-_.~", "+", "..."])
    func `every link of a family leads back to its clip`(text: String) throws {
        let id = try #require(ClipID(text))
        let families = [
            try SiteSample.page(["a.test", "b.test:8080"], "/clip/{id}", schemes: [.http, .https]),
            try SiteSample.page(["a.test"], "/{quality}/x-{id}.mp4?v=1&id={id}", schemes: [.https]),
        ].map {
            LinkFamily(
                name: $0.name,
                source: $0.source,
                schemes: $0.schemes,
                hosts: $0.hosts,
                variables: [Variable(name: "quality", values: ["360", "ü"])],
                queries: ["?download=1", "?b=2"]
            )
        }
        let forms = try ClipURLForms(families: families)

        let links = families.flatMap { $0.links(of: Clip(id: id)) }

        #expect(links.count == 18)
        for link in links.dropLast(6) + links.suffix(6).filter({ !$0.url.bytes.contains(63) }) {
            #expect(forms.clipID(of: link.url.bytes) == id, "\(link.url)")
        }
    }

    @Test(arguments: [
        ("http://clips.test:18081/clip/x", "x"), ("http://clips.test:18081/v/x/1080-x.mp4", "x"),
        ("http://media.test/v/x/7%2020-x.mp4", "x"), ("https://media.test/v/x/1080-x.mp4?download=1", "x"),
        ("http://clips.test:18081/v/x/1080-y.mp4", nil), ("http://clips.test:18081/v/x/360-x.mp4", nil),
        ("http://clips.test/clip/x", nil), ("http://media.test/clip/x", nil),
    ])
    func `variables, repeated ids and ports are read as the family has them`(url: String, id: String?) throws
    {
        #expect(try SiteSample.demo().clipID(of: Array(url.utf8)) == id.flatMap { ClipID($0) })
    }

    @Test func `a URL that two forms read differently leads nowhere`() throws {
        let forms = try ClipURLForms(
            families: [],
            clipURLs: ["https://a.test/{id}/{*}", "https://a.test/{*}/{id}"]
        )

        #expect(
            forms.reading(of: Array("https://a.test/b/c".utf8))
                == .none("it could lead to more than one clip")
        )
        #expect(forms.clipID(of: Array("https://a.test/b/b".utf8)) == ClipID("b"))
    }

    @Test(arguments: [
        "a.test/{id}", "ftp://a.test/{id}", "https:///{id}", "https://a.test/", "https://a.test/{*}",
        "https://a.test/{id}#x", "https://a.test/{id}/x{*}", "https://a.test/{id}/{quality}",
        "https://a.test/{id",
        "https://a.test?clip={id}", "https://u@a.test/{id}", "https://ä.test/{id}",
        "https://a.test/?a={*}&b={id}",
    ])
    func `a template that is no form is refused with its text`(template: String) {
        let flaw = #expect(throws: ClipURLForms.Flaw.self) {
            try ClipURLForms(families: [], clipURLs: [template])
        }
        #expect(flaw?.template == template)
    }
}
