import Testing

@testable import PurgeJobs

@Suite struct KeyPatternTests {
    private static let variables = [
        Variable(name: "q", values: ["1080", "720"]), Variable(name: "o", values: ["", "-portrait"]),
    ]

    private func ids(_ key: String, by template: String) throws -> [String] {
        KeyPattern.all(of: try Template(template), Self.variables).compactMap { pattern in
            pattern.id(in: Array(key.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func `a key leads back to the id that it was made from`() throws {
        for template in [
            "p/{id}.html", "v/{id}/{q}{o}.mp4", "{id}", "{q}/{id}/{id}-{q}.mp4", "{id}{id}", "a{id}b{id}c{q}",
        ] {
            for id in ["a", "ab", "Fancy-Clip_1080", "x.y", "ü", "aa"] {
                let clip = try #require(ClipID(id))
                let keys = try Template(template).expansions(
                    id: clip,
                    variables: Self.variables,
                    encoding: .raw
                )
                for key in keys {
                    let found = try ids(String(decoding: key.bytes, as: UTF8.self), by: template)
                    #expect(found.contains(id), "\(template) \(id)")
                    #expect(found.allSatisfy { again in found.count == 1 || again.count <= key.bytes.count })
                }
            }
        }
    }

    @Test func `a key of another form has none`() throws {
        for key in ["", "p/", "p/.html", "p/x.htm", "q/x.html", "p/x.html/"] {
            #expect(try ids(key, by: "p/{id}.html") == [], "\(key)")
        }
        #expect(try ids("v/x/480.mp4", by: "v/{id}/{q}.mp4") == [])
        #expect(try ids("ab/ac", by: "{id}/{id}") == [] && ids("ab/ab", by: "{id}/{id}") == ["ab"])
        #expect(try ids("p/x.html", by: "p/x.html") == [], "without an id a key is of no clip")
    }
}
