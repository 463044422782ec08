import Testing

@testable import PurgeJobs

/// What every kind of matcher owes the planner.
@Suite struct MatcherConformanceTests {
    /// An entry that the kind understands, under a name of its own, and a clip that falls under it.
    private func sample(_ kind: MatcherKind, _ name: String) throws -> (ListEntry.Value, Clip) {
        let id = try #require(ClipID(name))
        switch kind {
        case .clipID:
            return (.clip(id), Clip(id: id))
        case .url:
            let url = try #require(
                LinkURL(Array("https://img.test/".utf8) + PercentEncoding.encoded(id.bytes))
            )
            let clip = try #require(ClipID("clip of \(name)"))
            return (.url(url, clip: nil), Clip(id: clip, urls: ["thumbnail_url": url]))
        case .hash:
            let digits = Hexadecimal.text(of: (id.bytes + Array(repeating: 7, count: 32)).prefix(32))
            let hash = try #require(MediaHash(.sha256, hex: Array(digits.utf8)))
            return (.hash(hash), Clip(id: try #require(ClipID("clip of \(name)")), hashes: [hash]))
        case .rule:
            var clip = Clip(id: try #require(ClipID("clip of \(name)")))
            clip.channel = id.bytes
            let rule = ClipRule(name: "r", category: "c", version: 1, condition: .channel([id.bytes]))
            return (.rule(rule), clip)
        }
    }

    private func entry(_ value: ListEntry.Value, line: Int, list: String = "severe") -> ListEntry {
        ListEntry(list: list, line: line, category: "of \(list)", value: value)
    }

    @Test(arguments: MatcherKind.allCases)
    func `it finds its clip, and says why`(kind: MatcherKind) throws {
        var matcher = kind.matcher()
        let (value, clip) = try sample(kind, "x")
        matcher.insert(entry(value, line: 7))

        let match = try #require(matcher.matches(clip).first)

        #expect(matcher.matches(clip).count == 1)
        #expect((match.list, match.line, match.category) == ("severe", 7, "of severe"))
        #expect(!match.evidence.isEmpty)
    }

    @Test(arguments: MatcherKind.allCases)
    func `without entries it finds nothing`(kind: MatcherKind) throws {
        #expect(kind.matcher().matches(try sample(kind, "x").1).isEmpty)
    }

    @Test(arguments: MatcherKind.allCases)
    func `it never matches something empty`(kind: MatcherKind) throws {
        var matcher = kind.matcher()
        let nobody = ClipID(stored: [])
        let nothing = LinkURL(stored: [])
        for value in [
            ListEntry.Value.clip(nobody), .url(nothing, clip: nobody), .url(nothing, clip: nil),
            .malformed([], reason: "empty"), .malformed(Array("x".utf8), reason: "odd"),
        ] {
            matcher.insert(entry(value, line: 1))
        }
        matcher.insert(entry(try sample(kind, "x").0, line: 2))

        #expect(matcher.matches(Clip(id: nobody)).isEmpty)
        #expect(matcher.matches(Clip(id: nobody, urls: ["url": nothing])).isEmpty)
        #expect(matcher.matches(Clip(id: try #require(ClipID("y")), urls: ["url": nothing])).isEmpty)
    }

    @Test(arguments: MatcherKind.allCases)
    func `the same clip gives the same matches, of every entry that it falls under`(kind: MatcherKind) throws
    {
        let (value, clip) = try sample(kind, "x")
        let lists = ["b", "a", "b", "c"]
        func matches() -> [Match] {
            var matcher = kind.matcher()
            for (index, list) in lists.enumerated() {
                matcher.insert(entry(value, line: index + 1, list: list))
            }
            return matcher.matches(clip)
        }

        #expect(matches() == matches())
        #expect(Set(matches().map { "\($0.list)\($0.line)" }) == ["b1", "a2", "b3", "c4"])
        #expect(matches().count == 4)
    }

    @Test(arguments: MatcherKind.allCases)
    func `twins in another normalisation or case stay apart`(kind: MatcherKind) throws {
        let names = ["caf\u{e9}", "cafe\u{301}", "CAF\u{c9}", "cafe"]
        for name in names {
            var matcher = kind.matcher()
            matcher.insert(entry(try sample(kind, name).0, line: 1))
            let found = try names.filter { try !matcher.matches(sample(kind, $0).1).isEmpty }

            #expect(found.map { Array($0.utf8) } == [Array(name.utf8)])
        }
    }

    @Test(arguments: MatcherKind.allCases)
    func `among many entries it finds each by itself`(kind: MatcherKind) throws {
        var matcher = kind.matcher()
        for line in 1...3000 { matcher.insert(entry(try sample(kind, "clip-\(line)").0, line: line)) }

        for line in 1...3000 {
            #expect(matcher.matches(try sample(kind, "clip-\(line)").1).map(\.line) == [line])
        }
        #expect(matcher.matches(try sample(kind, "clip-3001").1).isEmpty)
    }
}
