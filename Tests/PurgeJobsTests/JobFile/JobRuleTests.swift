import Testing

@testable import PurgeJobs

/// Rules are read strictly: none that means everything, or nothing.
@Suite struct JobRuleTests {
    private static let job = """
        job: rules
        inventories: [{kind: jsonLines, files: [/clips.jsonl]}]
        rules:
          - name: raid
            category: harassment
            version: 2
            when:
              channel: [1234, "caf\u{e9}"]
              created: {after: 2026-11-20T20:00:00Z, before: "2026-11-21T02:00:00+01:00"}
              not: {language: [DE]}
          - name: words
            category: titles
            version: 1
            when:
              any:
                - title: ["*raid*"]
                - all: [{views: {atLeast: 5}}, {views: {atMost: 9}}]

        """

    @Test func `a job may have rules and no list`() throws {
        let job = try JobFileFixture.readJob(Self.job)
        let window = try #require(
            ClipCondition.Window(
                after: Timestamp(rfc3339: "2026-11-20T20:00:00Z".utf8),
                before: Timestamp(rfc3339: "2026-11-21T01:00:00Z".utf8)
            )
        )
        let raid = ClipRule(
            name: "raid",
            category: "harassment",
            version: 2,
            condition: .all([
                .not(.language([Array("de".utf8)])), .channel([Array("1234".utf8), Array("caf\u{e9}".utf8)]),
                .created(window),
            ])
        )
        #expect(job.lists.isEmpty && job.rules.count == 2 && job.rules.first == raid)
        #expect(job.rules.map(\.isReviewOnly) == [false, true])
        #expect(job.inventories.first?.fields == .standardForRules)
        #expect(
            job.rules.last?.condition
                == .any([
                    .title(try TitlePattern("*raid*")),
                    .all([.views(5...Int64.max), .views(0...9)]),
                ])
        )
    }

    @Test func `a job without a list and without a rule matches nothing`() {
        let text = "job: none\ninventories: [{kind: jsonLines, files: [/c]}]\n"
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(text)
        }
        #expect(complaints.map(\.problem) == ["the key 'lists' is missing"])
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedWhereItStands(_ bad: BadFile) throws {
        let text = try bad.text(from: Self.job)
        let complaints = JobFileFixture.complaints { () throws(JobFileError) in
            _ = try JobFileFixture.readJob(text)
        }
        try bad.check(complaints, in: text)
    }

    private static let channel = "channel: [1234, \"caf\u{e9}\"]"
    private static let created =
        "created: {after: 2026-11-20T20:00:00Z, before: \"2026-11-21T02:00:00+01:00\"}"
    private static let whole = "      \(channel)\n      \(created)\n"
    private static let when = "rules[0].when"

    private static let mistakes: [BadFile] = [
        .init("    version: 2\n", "", at: "name: raid", key: "rules[0]", saying: "'version' is missing"),
        .init("version: 2", "version: 0", at: "0\n    when", key: "rules[0].version", saying: "out of range"),
        .init(
            "name: words",
            "name: raid",
            at: "raid\n    category: titles",
            key: "rules[1].name",
            saying: "another rule or list"
        ),
        .init(whole, "", at: "not:", key: when, saying: "narrows nothing"),
        .init(
            whole + "      not: {language: [DE]}\n",
            "      views: {atLeast: 0}\n",
            at: "views",
            key: when,
            saying: "narrows nothing"
        ),
        .init(
            "- title: [\"*raid*\"]",
            "- not: {channel: [a]}",
            at: "any",
            key: "rules[1].when",
            saying: "narrows nothing"
        ),
        .init(
            "all: [{views: {atLeast: 5}}, {views: {atMost: 9}}]",
            "all: []",
            at: "[]",
            key: "rules[1].when.any[1].all",
            saying: "empty list"
        ),
        .init(
            "{views: {atMost: 9}}",
            "{}",
            at: "{}",
            key: "rules[1].when.any[1].all[1]",
            saying: "empty mapping"
        ),
        .init(
            "[\"*raid*\"]",
            "[\"\"]",
            at: "\"\"",
            key: "rules[1].when.any[0].title[0]",
            saying: "has no value"
        ),
        .init(
            "[\"*raid*\"]",
            "[\"*?*\"]",
            at: "\"*?*\"",
            key: "rules[1].when.any[0].title[0]",
            saying: "fits any title"
        ),
        .init("[\"*raid*\"]", "[]", at: "[]", key: "rules[1].when.any[0].title", saying: "empty list"),
        .init(
            "[\"*raid*\"]",
            "\"*raid*\"",
            at: "\"*raid*\"",
            key: "rules[1].when.any[0].title",
            saying: "expected a list"
        ),
        .init(
            "channel: [1234",
            "channel: [\"\"",
            at: "\"\"",
            key: "\(when).channel[0]",
            saying: "has no value"
        ),
        .init("channel: [1234", "chanel: [1234", at: "chanel", key: "\(when).chanel", saying: "'channel'?"),
        .init(
            "2026-11-20T20:00:00Z",
            "2026-11-20",
            at: "2026-11-20",
            key: "\(when).created.after",
            saying: "with its zone"
        ),
        .init(
            "2026-11-20T20:00:00Z",
            "2026-11-31T20:00:00Z",
            at: "2026-11-31",
            key: "\(when).created.after",
            saying: "is no time"
        ),
        .init(
            "2026-11-20T20:00:00Z",
            "2027-11-20T20:00:00Z",
            at: "{after",
            key: "\(when).created",
            saying: "without a moment"
        ),
        .init("[DE]", "[de_DE]", at: "de_DE", key: "\(when).not.language[0]", saying: "is no language"),
        .init(
            "{atMost: 9}",
            "{atMost: 9, atLeast: 10}",
            at: "{atMost",
            key: "rules[1].when.any[1].all[1].views",
            saying: "more than it lets pass"
        ),
        .init(
            "atLeast: 5",
            "atLeast: 1e3",
            at: "1e3",
            key: "rules[1].when.any[1].all[0].views.atLeast",
            saying: "no whole number"
        ),
        .init(
            "atLeast: 5",
            "atLeast: 99999999999999999999",
            at: "9999",
            key: "rules[1].when.any[1].all[0].views.atLeast",
            saying: "no whole number"
        ),
        .init(
            "files: [/clips.jsonl]",
            "files: [/clips.jsonl], fields: {id: slug, urls: [thumbnail_url], channel: c, created: t, language: l, title: n}",
            at: "any",
            key: "rules[1].when",
            saying: "no inventory says the 'views'"
        ),
        .init(
            "not: {language: [DE]}",
            String(repeating: "not: {", count: 8) + "channel: [x]" + String(repeating: "}", count: 8),
            at: "{channel: [x]",
            key: when + String(repeating: ".not", count: 8),
            saying: "levels deep"
        ),
    ]
}
