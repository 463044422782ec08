import Testing

@testable import PurgeJobs

struct FilesDraftTests {
    private func draft(
        links: [String] = ["page=https://clips.example/clip/{id}"],
        cache: FilesDraft.Cache = .nginx,
        nodes: [FilesDraft.Place] = [.init(name: "edge-1", address: "192.0.2.11:443")],
        origins: [FilesDraft.Place] = [.init(name: "origin-1", address: "203.0.113.1:443")],
        root: String = "/srv/clips/www"
    ) throws -> FilesDraft {
        var families = try LinkDraft.joined(try links.map { try LinkDraft($0) })
        families[0].object = "pages/{id}.html"
        return FilesDraft(
            name: "clips",
            links: families,
            root: root,
            quarantine: "/srv/clips/quarantine",
            cache: cache,
            nodes: nodes,
            origins: origins,
            inventory: "/srv/exports/clips.jsonl"
        )
    }

    private func site(_ draft: FilesDraft) throws -> Site {
        let text = try #require(draft.files(in: "/x").first { $0.name == FilesDraft.siteName }?.text)
        return try SiteFile.read(bytes: Array(text.utf8), as: "/x/site.yaml", environment: [:])
    }

    @Test(arguments: FilesDraft.Cache.allCases)
    func `what a person said is what the site says`(_ cache: FilesDraft.Cache) throws {
        var draft = try draft(
            links: [
                "page=https://clips.example/clip/{id}", "page=https://www.clips.example/clip/{id}",
                "video=http://video.example:8080/v/{id}/{quality}.mp4",
            ],
            cache: cache,
            nodes: cache == .none ? [] : [.init(name: "edge-1", address: "192.0.2.11:443")]
        )
        draft.links[1].variables = ["quality": ["1080", "720"]]
        let site = try site(draft)
        #expect(site.families.map(\.name) == ["page", "video"])
        #expect(site.families[0].hosts == ["clips.example", "www.clips.example"])
        #expect(site.families[0].objects.first?.key.description == "pages/{id}.html")
        #expect(site.families[1].schemes == [.http])
        #expect(site.families[1].hosts == ["video.example:8080"])
        #expect(site.families[1].objects.isEmpty)
        #expect(site.caches.flatMap(\.nodes).count == (cache == .none ? 0 : 1))
        #expect(site.origins.map(\.name) == ["origin-1"])
    }

    @Test(arguments: ["/srv/a\"b", "/srv/a: b #c", "/srv/\\x", "/srv/{a}", "/srv/- a", "/srv/é\u{301}"])
    func `odd paths come out as they went in`(_ root: String) throws {
        let store = try #require(site(draft(root: root)).stores.first)
        guard case .fileTree(let settings) = store.kind else { return }
        #expect(Array(settings.root.utf8) == Array(root.utf8))
    }

    @Test func `a value cannot become a key of its own`() throws {
        #expect(throws: JobFileError.self) {
            try draft(root: "/srv\"\nneverExisted: \"x").files(in: "/x")
        }
    }

    @Test(arguments: [
        "page", "=https://a.example/{id}", "page=ftp://a.example/{id}", "page=https://a.example/x",
    ])
    func `a link without its parts is refused`(_ text: String) {
        #expect(throws: LinkDraft.Flaw.self) { try LinkDraft(text) }
    }

    @Test func `one name is one path`() throws {
        #expect(throws: LinkDraft.Flaw.self) {
            try draft(links: ["page=https://a.example/clip/{id}", "page=https://a.example/c/{id}"])
        }
    }

    @Test func `nobody to probe is refused before anything is written`() throws {
        #expect(throws: JobFileError.self) {
            try draft(cache: .none, nodes: [], origins: []).files(in: "/x")
        }
    }

    @Test func `every file that is written is read first`() throws {
        let files = try draft().files(in: "/x")
        #expect(files.map(\.name) == ["site.yaml", "job.yaml", "reported.txt"])
    }
}
