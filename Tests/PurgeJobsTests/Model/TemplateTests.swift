import Testing

@testable import PurgeJobs

@Suite struct TemplateTests {
    @Test(arguments: [
        ("/v/{id", Template.Flaw.unclosedHole), ("/v/}", .strayBrace), ("/{}/", .emptyHole),
        ("{a}}", .strayBrace),
    ])
    func refuses(text: String, flaw: Template.Flaw) {
        #expect(throws: flaw) { _ = try Template(text) }
    }

    @Test func `expands over all combinations of the variables that it names, in their order`() throws {
        let template = try Template("/v/{id}/{size}-{quality}.mp4")
        let variables = [
            Variable(name: "quality", values: ["1080", "720"]), Variable(name: "unused", values: ["x", "y"]),
            Variable(name: "size", values: ["l", "p"]),
        ]
        let id = try #require(ClipID("a b"))
        let expansions = template.expansions(id: id, variables: variables, encoding: .url)
        #expect(
            expansions.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "/v/a%20b/l-1080.mp4", "/v/a%20b/p-1080.mp4", "/v/a%20b/l-720.mp4", "/v/a%20b/p-720.mp4",
            ]
        )
        #expect(expansions.map(\.variant) == ["1080/l", "1080/p", "720/l", "720/p"])
    }

    @Test(arguments: [
        (#"{"a": "{id}"}"#, ["id"]), ("{}", []), ("{{id}}", ["id"]), ("{id", []), ("{i d}", []), ("id}{", []),
        ("{a}{b-1}{c_D}", ["a", "b-1", "c_D"]), (#"{"a":{}}"#, []),
    ])
    func onlyNamesBetweenBracesAreHolesAmongOthers(text: String, holes: [String]) throws {
        let template = Template(amongBraces: text)
        #expect(template.holes == holes)
        let values = Dictionary(holes.map { ($0, Array("{\($0)}".utf8)) }) { first, _ in first }
        let same = try #require(template.expanded(values, encoding: .raw))
        #expect(String(decoding: same, as: UTF8.self) == text)
    }

    @Test func `a value stays inside its string of JSON`() throws {
        let template = Template(amongBraces: #"{"a": "{id}"}"#)
        let bytes = try #require(template.expanded(["id": Array("\"\\\n\u{7f}ü/".utf8)], encoding: .json))
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a": "\"\\\u000a\u007fü/"}"#)
    }

    @Test func `links are every scheme, host, variant and query of a family`() throws {
        let family = LinkFamily(
            name: "page",
            source: .template(try Template("/clip/{id}")),
            schemes: [.http, .https],
            hosts: ["a.test", "b.test:8080"],
            queries: ["?x=1"]
        )
        let links = family.links(of: Clip(id: try #require(ClipID("c"))))
        #expect(links.count == 8)
        #expect(Set(links.map(\.url.description)).contains("https://b.test:8080/clip/c?x=1"))
    }

    @Test(arguments: ["../x", "a/b", "/", ".."])
    func anIdThatWouldLeaveItsPlaceNamesNoObject(id: String) throws {
        let family = LinkFamily(
            name: "video",
            source: .template(try Template("/v/{id}")),
            schemes: [.http],
            hosts: ["a.test"],
            objects: [LinkFamily.Object(store: "media", key: try Template("v/{id}"))]
        )
        let objects = family.objects(of: try #require(ClipID(id)))
        #expect(objects.keys.isEmpty || objects.keys.allSatisfy { !$0.key.description.contains("..") })
        #expect(!objects.isComplete)
    }
}
