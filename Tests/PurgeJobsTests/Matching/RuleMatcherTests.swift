import Testing

@testable import PurgeJobs

/// What a rule means is what its inventory says, three answers deep.
@Suite struct RuleMatcherTests {
    private static func clip(
        channel: String? = nil,
        creator: String? = nil,
        video: String? = nil,
        created: String? = nil,
        views: Int64? = nil,
        language: String? = nil,
        title: String? = nil
    ) throws -> Clip {
        var clip = Clip(id: try #require(ClipID("x")), views: views)
        clip.channel = channel.map { Array($0.utf8) }
        clip.creator = creator.map { Array($0.utf8) }
        clip.footage = video.map { Footage(video: Array($0.utf8)) }
        clip.created = try created.map { try #require(Timestamp(rfc3339: $0.utf8)) }
        clip.language = language.map { Array($0.utf8) }
        clip.title = title.map { Array($0.utf8) }
        return clip
    }

    private static func matches(_ condition: ClipCondition, _ clip: Clip) -> [Match] {
        var matcher = RuleMatcher()
        matcher.insert(ClipRule(name: "r", category: "c", version: 3, condition: condition).entry)
        return matcher.matches(clip)
    }

    private static func names(_ text: String...) -> Set<[UInt8]> { Set(text.map { Array($0.utf8) }) }

    private static let here = ClipCondition.channel([Array("a".utf8)])
    private static let german = ClipCondition.language([Array("de".utf8)])
    private static let seen = ClipCondition.views(100...Int64.max)

    @Test func `what a row does not say is met by nothing, and not by its opposite`() throws {
        let silent = try Self.clip(channel: "a")
        #expect(Self.matches(.all([Self.here, Self.german]), silent).isEmpty)
        #expect(Self.matches(.all([Self.here, .not(Self.german)]), silent).isEmpty)
        #expect(Self.matches(.all([Self.here, .not(.not(Self.german))]), silent).isEmpty)
        #expect(Self.matches(.all([Self.here, .not(.all([Self.german, Self.seen]))]), silent).isEmpty)
        #expect(Self.matches(.any([Self.here, Self.german]), silent).count == 1)
        #expect(
            Self.matches(.all([Self.here, .not(Self.german)]), try Self.clip(channel: "a", language: "en"))
                .count == 1
        )
        let partly = try Self.clip(channel: "a", views: 5)
        #expect(
            Self.matches(.all([Self.here, .not(.all([Self.german, Self.seen]))]), partly).count == 1,
            "that it was hardly seen decides, whatever its language"
        )
    }

    @Test func `the evidence is what decided, and nothing else`() throws {
        let clip = try Self.clip(
            channel: "a\u{1b}[31m",
            creator: "b",
            created: "2026-11-20T21:00:00Z",
            views: 7,
            language: "EN",
            title: "secret"
        )
        let window = try #require(
            ClipCondition.Window(after: Timestamp(rfc3339: "2026-11-20T20:00:00Z".utf8), before: nil)
        )
        let condition = ClipCondition.all([
            .any([.channel(Self.names("a\u{1b}[31m")), .creator(Self.names("other"))]),
            .created(window), .not(Self.german),
        ])
        let match = try #require(Self.matches(condition, clip).first)
        #expect(match.evidence == "channel a\\u{1b}[31m, created 2026-11-20T21:00:00Z, language EN")
        #expect((match.list, match.line, match.category, match.rule) == ("r", 3, "c", .metadata))
    }

    @Test(arguments: [
        ("2026-11-20T19:59:59.999999Z", false), ("2026-11-20T20:00:00Z", true),
        ("2026-11-20T21:59:59.999999Z", true), ("2026-11-20T22:00:00Z", false),
        ("2026-11-20T22:30:00+01:00", true),
    ])
    func aWindowHoldsItsBeginningAndNotItsEnd(time: String, isMet: Bool) throws {
        let window = try #require(
            ClipCondition.Window(
                after: Timestamp(rfc3339: "2026-11-20T20:00:00Z".utf8),
                before: Timestamp(rfc3339: "2026-11-20T22:00:00Z".utf8)
            )
        )
        #expect(Self.matches(.created(window), try Self.clip(created: time)).isEmpty != isMet)
    }

    @Test func `names are bytes, and tags of languages have no case`() throws {
        let condition = ClipCondition.channel(Self.names("caf\u{e9}"))
        #expect(Self.matches(condition, try Self.clip(channel: "cafe\u{301}")).isEmpty)
        #expect(Self.matches(condition, try Self.clip(channel: "CAF\u{c9}")).isEmpty)
        #expect(Self.matches(condition, try Self.clip(channel: "caf\u{e9}")).count == 1)
        #expect(Self.matches(.language(Self.names("pt-br")), try Self.clip(language: "pt-BR")).count == 1)
        #expect(Self.matches(.language(Self.names("pt")), try Self.clip(language: "pt-BR")).isEmpty)
    }

    @Test func `what is empty meets nothing`() throws {
        for condition in [
            ClipCondition.channel([[]]), .creator([[]]), .video([[]]), .language([[]]), .all([]), .any([]),
            .not(.all([])), .all([.channel([[]]), .all([])]),
        ] {
            #expect(
                Self.matches(condition, try Self.clip(channel: "", creator: "", video: "", language: ""))
                    .isEmpty
            )
        }
        var nobody = try Self.clip(channel: "a")
        nobody.id = ClipID(stored: [])
        #expect(Self.matches(Self.here, nobody).isEmpty)
    }

    @Test func `a condition narrows when every way to meet it asks for something`() throws {
        for condition in [
            Self.here, .all([Self.here, .not(Self.german)]),
            .any([Self.here, .all([.not(Self.german), Self.seen])]),
            .views(0...5), .views(1...Int64.max),
        ] {
            #expect(condition.isNarrowing)
        }
        for condition in [
            ClipCondition.not(Self.here), .all([]), .any([]), .any([Self.here, .not(Self.german)]),
            .not(.not(Self.here)),
            .views(0...Int64.max), .all([.not(Self.here), .any([])]), .channel([]),
        ] {
            #expect(!condition.isNarrowing)
            #expect(Self.matches(condition, try Self.clip(channel: "b", views: 1, language: "en")).isEmpty)
        }
    }

    @Test func `a rule that asks for titles anywhere never matches, and is shown to people`() throws {
        let title = ClipCondition.title(try TitlePattern("*Raid*"))
        let clip = try Self.clip(channel: "a", language: "en", title: "THE RAID tonight")
        for condition in [
            title, .all([Self.here, title]), .any([Self.here, title]), .all([Self.here, .not(.not(title))]),
            .any([Self.here, .all([Self.here, .any([.not(title), Self.here])])]),
        ] {
            #expect(Self.matches(condition, clip).isEmpty)
            let rule = ClipRule(name: "r", category: "c", version: 1, condition: condition)
            var reviewer = RuleReviewer()
            reviewer.insert(rule.entry)
            #expect(rule.isReviewOnly && reviewer.rules(metBy: clip) == [rule.entry])
        }
        var reviewer = RuleReviewer()
        reviewer.insert(ClipRule(name: "r", category: "c", version: 1, condition: Self.here).entry)
        #expect(reviewer.rules(metBy: clip).isEmpty, "what acts is not shown")
    }
}
