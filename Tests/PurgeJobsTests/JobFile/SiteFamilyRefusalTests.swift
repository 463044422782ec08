import Testing

@testable import PurgeJobs

@Suite struct SiteFamilyRefusalTests {
    @Test(arguments: families + links)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: JobFileFixture.site)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readSite(text)
        }
        try bad.check(complaints, in: text)
    }

    private static let families: [BadFile] = [
        .init("site: demo\n", "", at: "families:", key: "", saying: "the key 'site' is missing"),
        .init("site: demo", "site: [demo]", at: "[demo]", key: "site", saying: "found a list"),
        .init("site: demo", "site: Demo", at: "Demo", key: "site", saying: "'Demo' is no name"),
        .init("site: demo", "site:", at: "\nfamilies", key: "site", saying: "has no value"),
        .init(
            "site: demo",
            "sites: demo\nsite: demo",
            at: "sites",
            key: "sites",
            saying: "did you mean 'site'?"
        ),
        .init("  page:", "  Page:", at: "Page", key: "families.Page", saying: "is no name"),
        .init("  page:", "  -page:", at: "-page", key: "families.-page", saying: "is no name"),
        .init(
            "  page:",
            "  page: 3\n  other:",
            at: "3\n",
            key: "families.page",
            saying: "expected a mapping"
        ),
        .init(
            "  page:",
            "  page: {}\n  other:",
            at: "{}",
            key: "families.page",
            saying: "is an empty mapping"
        ),
        .init(
            "    hosts: [img.test]\n",
            "",
            at: "field: thumb",
            key: "families.thumbnail",
            saying: "the key 'hosts' is missing"
        ),
        .init("[img.test]", "[]", at: "[]", key: "families.thumbnail.hosts", saying: "is an empty list"),
        .init(
            "[img.test]",
            "img.test",
            at: "img.test",
            key: "families.thumbnail.hosts",
            saying: "expected a list"
        ),
        .init(
            "[img.test]",
            "['*.test']",
            at: "'*.test'",
            key: "families.thumbnail.hosts[0]",
            saying: "wildcard"
        ),
        .init("[img.test]", "[IMG.test]", at: "IMG", key: "families.thumbnail.hosts[0]", saying: "capital"),
        .init(
            "[img.test]",
            "['http://img.test']",
            at: "'http:",
            key: "families.thumbnail.hosts[0]",
            saying: "more"
        ),
        .init(
            "[img.test]",
            "[img..test]",
            at: "img..",
            key: "families.thumbnail.hosts[0]",
            saying: "is no host"
        ),
        .init(
            "[img.test]",
            "[img.test:0]",
            at: "img.test:0",
            key: "families.thumbnail.hosts[0]",
            saying: "port"
        ),
        .init(
            "[img.test]",
            "[img.test:65536]",
            at: "img",
            key: "families.thumbnail.hosts[0]",
            saying: "port"
        ),
        .init(
            "[img.test]",
            "[img.test, img.test]",
            at: "img.test]",
            key: "families.thumbnail.hosts[1]",
            saying: "stands twice"
        ),
        .init(
            "schemes: [http]",
            "schemes: [htp]",
            at: "htp",
            key: "families.page.schemes[0]",
            saying: "'http'?"
        ),
        .init("schemes: [http]", "schemes: []", at: "[]", key: "families.page.schemes", saying: "empty list"),
        .init(
            "schemes: [http]",
            "schemes: {a: b}",
            at: "{a: b}",
            key: "families.page.schemes",
            saying: "a mapping"
        ),
        .init("dark: [403]", "dark: [200]", at: "200", key: "families.page.dark[0]", saying: "out of range"),
        .init("dark: [403]", "dark: [429]", at: "429", key: "families.page.dark[0]", saying: "never says"),
        .init(
            "dark: [403]",
            "dark: [gone]",
            at: "gone",
            key: "families.page.dark[0]",
            saying: "no whole number"
        ),
        .init(
            "dark: [403]",
            "dark: [4_03]",
            at: "4_03",
            key: "families.page.dark[0]",
            saying: "no whole number"
        ),
        .init(
            "dark: [403]",
            "darkk: [403]",
            at: "darkk",
            key: "families.page.darkk",
            saying: "did you mean 'dark'?"
        ),
    ]

    private static let links: [BadFile] = [
        .init(
            "    path: \"/clip/{id}\"\n",
            "",
            at: "hosts: [clips.test:18081]\n",
            key: "families.page",
            saying: "has neither 'path' nor 'field'"
        ),
        .init(
            "field: thumbnail_url",
            "field: a\n    path: '/{id}'",
            at: "a\n",
            key: "families.thumbnail.field",
            saying: "stands beside 'path'"
        ),
        .init("\"/clip/{id}\"", "clip/{id}", at: "clip/", key: "families.page.path", saying: "is no path"),
        .init("\"/clip/{id}\"", "/clip/", at: "/clip/", key: "families.page.path", saying: "has no '{id}'"),
        .init(
            "\"/clip/{id}\"",
            "/clip/{id",
            at: "/clip/{",
            key: "families.page.path",
            saying: "a '{' has no '}'"
        ),
        .init(
            "\"/clip/{id}\"",
            "/clip}/{id}",
            at: "/clip}",
            key: "families.page.path",
            saying: "a '}' has no '{'"
        ),
        .init("\"/clip/{id}\"", "/{}/{id}", at: "/{}", key: "families.page.path", saying: "names nothing"),
        .init("\"/clip/{id}\"", "/a b/{id}", at: "/a b", key: "families.page.path", saying: "spaces"),
        .init("\"/clip/{id}\"", "/a#b/{id}", at: "/a#b", key: "families.page.path", saying: "'#'"),
        .init(
            "\"/clip/{id}\"",
            "/\u{e9}/{id}",
            at: "/\u{e9}",
            key: "families.page.path",
            saying: "beyond ASCII"
        ),
        .init(
            "path: \"/v/{id}/{quality}.mp4\"",
            "path: \"/v/{id}/{qualty}.mp4\"",
            at: "\"/v/{id}/{qualty}.mp4",
            key: "families.video.path",
            saying: "did you mean 'quality'?"
        ),
        .init(
            "{quality: [1080, 720]}",
            "{quality: [1080, 720], size: [s]}",
            at: "size",
            key: "families.video.variables.size",
            saying: "no template uses the variable"
        ),
        .init(
            "{quality: [1080, 720]}",
            "{quality: [1080, 720], id: [s]}",
            at: "id: [s]",
            key: "families.video.variables.id",
            saying: "stands for the clip's id"
        ),
        .init(
            "[1080, 720]",
            "[1080, '1080']",
            at: "'1080'",
            key: "families.video.variables.quality[1]",
            saying: "stands twice"
        ),
        .init(
            "[1080, 720]",
            "[a/b]",
            at: "a/b",
            key: "families.video.variables.quality[0]",
            saying: "cannot stand"
        ),
        .init("[1080, 720]", "1080", at: "1080}", key: "families.video.variables.quality", saying: "a list"),
        .init(
            "[\"?download=1\"]",
            "[download=1]",
            at: "download=1",
            key: "families.video.queries[0]",
            saying: "is no query"
        ),
        .init(
            "field: thumbnail_url",
            "field: thumbnail_url\n    schemes: [http]",
            at: "[http]\nclipURLs",
            key: "families.thumbnail.schemes",
            saying: "has no meaning with 'field'"
        ),
        .init(
            "thumbnail_url",
            "a..b",
            at: "a..b",
            key: "families.thumbnail.field",
            saying: "is no field's name"
        ),
        .init(
            "\"media:p",
            "\"medai:p",
            at: "\"medai",
            key: "families.page.object",
            saying: "did you mean 'media'?"
        ),
        .init("\"media:p", "\"p", at: "\"p/{id}", key: "families.page.object", saying: "names no store"),
        .init(
            "media:p/{id}",
            "media:p/",
            at: "\"media:p/.",
            key: "families.page.object",
            saying: "has no '{id}'"
        ),
        .init(
            "media:p/",
            "media:../",
            at: "\"media:..",
            key: "families.page.object",
            saying: "no object key"
        ),
        .init("media:p/", "media:/p/", at: "\"media:/", key: "families.page.object", saying: "no object key"),
        .init(
            "[1080, 720]",
            "[\((0..<126).map { "q\($0)" }.joined(separator: ","))]",
            at: "hosts: [clips.test:18081, dl",
            key: "families.video",
            saying: "more than 1000 links"
        ),
    ]
}
