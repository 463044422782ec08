import Testing

@testable import PurgeJobs

@Suite struct MatcherSetTests {
    private let id = ClipID(stored: Array("x".utf8))

    private func set(_ lines: [(kind: ListKind, list: String, text: String)]) throws -> MatcherSet {
        let forms = try SiteSample.demo()
        var set = MatcherSet()
        for (index, line) in lines.enumerated() {
            let value = line.kind.value(of: Array(line.text.utf8), forms: forms)
            set.insert(
                ListEntry(list: line.list, line: index + 1, category: line.kind.rawValue, value: value)
            )
        }
        return set
    }

    @Test func `all matchers are asked, and matches are ordered by list and line`() throws {
        let sum = String(repeating: "ab", count: 16)
        let set = try set([
            (.urls, "b", "hxxp://clips[.]test:18081/clip/x"), (.clipIDs, "b", "x"), (.md5, "a", sum),
            (.urls, "a", "https://IMG.test:443/t%2e.jpg#top"), (.clipIDs, "a", "*"), (.clipIDs, "a", "X"),
        ])
        let clip = Clip(
            id: id,
            urls: ["thumbnail_url": try #require(LinkURL("http://img.test/t..jpg"))],
            hashes: [try #require(MediaHash(.md5, hex: Array(sum.utf8)))]
        )

        let matches = set.matches(clip)

        #expect(
            matches.map { "\($0.list) \($0.line) \($0.rule)" } == [
                "a 3 hash", "a 4 url", "b 1 url", "b 2 clipID",
            ]
        )
        #expect(
            matches.map(\.evidence) == [
                "md5:\(sum)", "https://IMG.test:443/t%2e.jpg#top", "hxxp://clips[.]test:18081/clip/x", "x",
            ]
        )
        #expect(matches.map(\.category) == ["md5", "urls", "urls", "clipIDs"])
    }

    @Test func `an entry that fits by id and by URL is one match`() throws {
        let url = "http://clips.test:18081/clip/x"
        let set = try set([(.urls, "a", url)])

        #expect(set.matches(Clip(id: id, urls: ["url": try #require(LinkURL(url))])).count == 1)
        #expect(set.matches(Clip(id: id)).count == 1)
    }

    @Test func `hashes of another algorithm are no match`() throws {
        let set = try set([(.md5, "a", String(repeating: "ab", count: 16))])
        let longer = try #require(MediaHash(.sha1, hex: Array(String(repeating: "ab", count: 20).utf8)))

        #expect(set.matches(Clip(id: id, hashes: [longer])).isEmpty)
    }

    @Test func `evidence shows hostile text harmlessly`() throws {
        let hostile = "a\u{202e}\u{200b}b"
        let set = try set([(.clipIDs, "a", hostile)])

        let clip = Clip(id: try #require(ClipID(hostile)))
        let match = try #require(set.matches(clip).first)

        #expect(match.evidence == "a\\u{202e}\\u{200b}b")
    }
}
