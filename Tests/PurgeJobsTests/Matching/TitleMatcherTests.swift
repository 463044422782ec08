import Testing

@testable import PurgeJobs

@Suite struct TitleMatcherTests {
    private static func fits(_ pattern: String, _ title: String) throws -> Bool {
        TitleMatcher(try TitlePattern(pattern)).matches(FoldedTitle(title))
    }

    @Test(
        arguments: [
            ("raid", "raid", true), ("raid", "a raid", false), ("raid", "raids", false), ("raid", "", false),
            ("*raid*", "a RAID!", true), ("*raid", "raidraid", true), ("raid*", "raid", true),
            ("r?id", "raid", true), ("r?id", "rid", false), ("r?id", "raaid", false),
            ("*r?id?", "the raids", true),
            ("a*b*c", "a--b--b--c", true), ("a*b*c", "acb", false), ("**a**", "bab", true),
            ("?a", "\u{1f600}a", true), ("*\u{0}*", "x", nil), ("[a]", "a", false), (".*a", "xa", false),
            ("*.*", "a.b", true), ("a\\*", "a\\x", true),
        ] as [(String, String, Bool?)]
    )
    func aPatternFitsTheWholeTitle(pattern: String, title: String, fits: Bool?) throws {
        guard let fits else {
            #expect(throws: TitlePattern.Flaw.holdsControls) { try TitlePattern(pattern) }
            return
        }

        #expect(try Self.fits(pattern, title) == fits)
    }

    @Test(arguments: [
        ("stra\u{df}e", "STRA\u{df}E"),
        (
            "\u{3c3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c2}",
            "\u{3a3}\u{38a}\u{3a3}\u{3a5}\u{3a6}\u{39f}\u{3a3}"
        ),
        ("kelvin", "\u{212a}elvin"), ("caf\u{e9}", "CAFE\u{301}"), ("cafe\u{301}", "CAF\u{c9}"),
        ("caf?", "cafe\u{301}"), ("\u{1e69}", "s\u{307}\u{323}"), ("\u{430}\u{431}", "\u{410}\u{411}"),
    ])
    func caseAndNormalisationSayNothing(pattern: String, title: String) throws {
        #expect(try Self.fits(pattern, title) && Self.fits(title, pattern.replacing("?", with: "\u{e9}")))
    }

    @Test func `no one scalar is folded into two`() {
        #expect(FoldedTitle("\u{df}\u{130}\u{fb01}").scalars.count == 3)
    }

    @Test(arguments: ["", "*", "?", "**??", " * ", "*\u{3000}?", String(repeating: "a", count: 101), "a\nb"])
    func aPatternThatFitsAnythingIsNone(text: String) {
        #expect(throws: TitlePattern.Flaw.self) { try TitlePattern(text) }
    }

    @Test func `long and hostile titles are read once, in whatever pattern`() throws {
        let text = String(repeating: "ab", count: 20_000)
        #expect(try !Self.fits("*" + String(repeating: "a*", count: 49) + "c", text))
        #expect(try Self.fits(String(repeating: "*a?", count: 33), text + "a!"))
        let marks = "e" + String(repeating: "\u{301}\u{323}", count: 20_000)
        #expect(try Self.fits("e*", marks))
        #expect(try !Self.fits("*x*", String(decoding: [0xff, 0xfe, 0x00, 0x80], as: UTF8.self)))
        #expect(FoldedTitle([0x61, 0xff]).scalars == ["a", "\u{fffd}"])
    }

    @Test func `a pattern of the greatest length finds its end`() throws {
        let long = String(repeating: "\u{e9}", count: TitlePattern.longest)
        #expect(try Self.fits(long, long) && !Self.fits(long, long + "e"))
        // Of U+1D160, composing makes four.
        let growing = String(repeating: "\u{1d160}", count: TitlePattern.longest)
        _ = try Self.fits(growing, growing)
    }

    @Test func `it answers as a plain search by every cut does`() throws {
        var numbers = SeededGenerator(seed: 11)
        func text(_ alphabet: [Character], _ longest: Int) -> String {
            String(
                (0..<Int.random(in: 0...longest, using: &numbers)).compactMap { _ in
                    alphabet.randomElement(using: &numbers)
                }
            )
        }
        for _ in 0..<3000 {
            let (pattern, title) = (text(["a", "b", "*", "?"], 7) + "a", text(["a", "b", "c"], 9))
            #expect(try Self.fits(pattern, title) == Self.slowly(Array(pattern)[...], Array(title)[...]))
        }
    }

    private static func slowly(_ pattern: ArraySlice<Character>, _ title: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return title.isEmpty }

        return switch first {
        case "*": (0...title.count).contains { slowly(pattern.dropFirst(), title.dropFirst($0)) }
        case "?": !title.isEmpty && slowly(pattern.dropFirst(), title.dropFirst())
        default: title.first == first && slowly(pattern.dropFirst(), title.dropFirst())
        }
    }
}
