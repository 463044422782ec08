import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// Rules beside lists: what they mean is planned, counted and explained; what titles mean is only shown.
@Suite struct RulePlanTests {
    private static func row(
        _ clip: String,
        channel: String = "other",
        created: String = "2026-11-20T21:00:00Z",
        title: String = "nothing",
        more: String = ""
    ) -> String {
        """
        {"id":"\(clip)","broadcaster_id":"\(channel)","created_at":"\(created)","title":"\(title)","view_count":40\(more)}

        """
    }

    private static let inventory =
        row("early", channel: "a", created: "2026-11-20T19:59:59Z")
        + row("raid", channel: "a", title: "RAID on them")
        + row("both", channel: "a", title: "my raid") + row("undated", channel: "a", created: "yesterday")
        + row("listed", title: "raid, listed") + row("shown", title: "a RAID \\u0000 here") + row("control")

    static let rules = """
        rules:
          - {name: window, category: harassment, version: 2,
             when: {channel: [a], created: {after: 2026-11-20T20:00:00Z, before: 2026-11-20T22:00:00Z}}}
          - {name: words, category: titles, version: 1, when: {title: ["*raid*"]}}
          - {name: mixed, category: titles, version: 1, when: {all: [{channel: [a]}, {title: ["my*"]}]}}
          - {name: nobody, category: titles, version: 7, when: {channel: [nobody]}}

        """

    private func job(
        _ files: PlatformFiles,
        inventories: String = "[{kind: jsonLines, files: [clips.jsonl]}]",
        rules: String = Self.rules,
        limits: String = "items: 1000, share: 100%"
    ) throws -> Takedown {
        let job = """
            job: test
            inventories: \(inventories)
            lists: [{name: ids, of: clipIDs, file: ids.txt, category: severe}]
            \(rules)guard: {\(limits)}
            """
        let path = try files.folder.write(job, as: "job.yaml")
        return try Takedown(job: path, site: files.folder.path + "/site.yaml", environment: [:])
    }

    private func files() throws -> PlatformFiles {
        let files = try PlatformFiles()
        for clip in ["early", "raid", "both", "undated", "listed", "shown", "control"] {
            try files.store(clip)
        }
        try files.folder.write(Self.inventory, as: "clips.jsonl")
        try files.folder.write("listed\n", as: "ids.txt")
        return files
    }

    private func shown(_ run: RunID, _ files: PlatformFiles) throws -> [String] {
        try files.fixture.reader().look { snapshot in
            var found: [String] = []
            try snapshot.forEachRuleFinding(of: run) { found.append("\($0.rule) \($0.version) \($0.clip)") }
            return found
        }
    }

    private func sums(_ run: RunID, _ files: PlatformFiles) throws -> Conservation {
        try files.fixture.reader().look { try $0.conservation(of: run) }
    }

    @Test func `what a rule means is planned, and what titles mean is only shown`() async throws {
        let files = try files()
        let plan = try await files.plan(job(files))
        #expect(try files.items(of: plan.run).map(\.clip.description).sorted() == ["both", "listed", "raid"])
        #expect(
            try shown(plan.run, files) == ["words 1 shown"],
            "what is in the plan already is no news"
        )
        let sums = try sums(plan.run, files)
        #expect((sums.reported, sums.matched, sums.notFound, sums.clips) == (5, 4, 1, 3))
        #expect(sums.holds && sums.unmetReviews == 0)
        let evidence = try files.fixture.texts(
            "SELECT list || line || rule || evidence FROM match ORDER BY 1"
        )
        #expect(
            evidence == ["ids1clipIDlisted"]
                + ["window2metadatachannel a, created 2026-11-20T21:00:00Z"]
                + ["window2metadatachannel a, created 2026-11-20T21:00:00Z"]
        )
        let rules = try files.fixture.reader().look { try $0.rules(of: plan.run) }
        #expect(
            rules.map { "\($0.name) \($0.clips) \($0.isReviewOnly) \($0.state)" } == [
                "mixed 0 true matched", "nobody 0 false notFound", "window 2 false matched",
                "words 1 true matched",
            ]
        )
    }

    @Test func `no title reaches the ledger or a report`() async throws {
        let files = try files()
        let plan = try await files.plan(job(files))
        let bytes = try Data(contentsOf: URL(filePath: files.fixture.directory.ledger))
        for title in ["RAID on them", "my raid", "raid, listed", "a RAID"] {
            #expect(bytes.range(of: Data(title.utf8)) == nil)
        }
        for format in RunReport.Format.allCases {
            let text = try files.fixture.reader().look { snapshot in
                var text = ""
                try RunReport(plan.run, snapshot).write(format) { text += $0 }
                return text
            }
            #expect(!text.contains("RAID") && !text.contains("my raid"))
            #expect(
                format == .review
                    ? text.contains("shown,rule,,40,\"words, version 1\"") : text.contains("window")
            )
        }
    }

    @Test func `the schema lets no match of a rule with titles in`() async throws {
        let files = try files()
        let run = try await files.plan(job(files)).run
        try files.fixture.execute("DROP TRIGGER matchPlanClosed")
        let insert =
            "INSERT INTO match (run, item, list, line, rule, evidence) VALUES (\(run.number), 1, 'words', 1, 'metadata', 'x')"
        #expect(throws: DatabaseError.self) { try files.fixture.execute(insert) }
        for change in [
            "UPDATE ruleSum SET more = 5", "UPDATE ruleFinding SET views = 1",
            "INSERT INTO ruleFinding SELECT run, 'x', 1, clip, 1 FROM ruleFinding",
        ] {
            #expect(throws: DatabaseError.self) { try files.fixture.execute(change) }
        }
    }

    @Test func `an exempted clip is not shown again, and a rule that finds nothing for people owes nothing`()
        async throws
    {
        let files = try files()
        let ledger = try await files.fixture.open()
        let clip = try #require(ClipID("shown"))
        try await ledger.change { try $0.decide(.exemption, on: clip, until: nil, by: LedgerFixture.person) }
        let rules = Self.rules.replacing("my*", with: "never*").replacing("[nobody]", with: "[a]")
        let plan = try await job(files, rules: rules).plan(
            in: ledger,
            by: LedgerFixture.person,
            stop: StopSignal()
        ) { _ in }
        #expect(try shown(plan.run, files).isEmpty)
        let sums = try sums(plan.run, files)
        #expect((sums.notFound, sums.unmetReviews) == (1, 1) && sums.holds)
    }

    @Test func `the digest covers the rules, and the guards count them as entries`() async throws {
        let files = try files()
        let first = try await files.plan(job(files))
        #expect(try await files.plan(job(files)).digest == first.digest)
        let raised = Self.rules.replacing("version: 7", with: "version: 8")
        #expect(try await files.plan(job(files, rules: raised)).digest != first.digest)

        let held = try await files.plan(job(files, limits: "items: 1000, share: 100%, perEntry: 1"))
        let stop = try #require(held.stops.first)
        #expect(held.stops.count == 1 && stop.kind == .perEntry && stop.observed == 2)
        #expect(stop.sentence.hasPrefix("rule window, version 2 matches 2 clips"))
    }

    @Test func `a rule is withdrawn by its version`() async throws {
        let files = try files()
        _ = try await files.plan(job(files))
        let ledger = try await files.fixture.open()
        for (list, version) in [("window", "2"), ("words", "1")] {
            let request = LedgerRequest(.addWithdrawal, list: list, entry: version, by: LedgerFixture.person)
            try await ledger.fulfil(request)
        }
        await #expect(throws: LedgerError.self) {
            let request = LedgerRequest(.addWithdrawal, list: "window", entry: "3", by: LedgerFixture.person)
            try await ledger.fulfil(request)
        }
        let takedown = try job(files)
        let plan = try await takedown.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
        #expect(plan.effects == 1)
        #expect(try shown(plan.run, files).isEmpty)
        #expect(
            try files.items(of: plan.run).compactMap(\.cause).first == "withdrawn: rule window, version 2"
        )
        #expect(try sums(plan.run, files).withdrawn == 2)

        let next = try job(files, rules: Self.rules.replacing("version: 2", with: "version: 3"))
        let again = try await next.plan(in: ledger, by: LedgerFixture.person, stop: StopSignal()) { _ in }
        #expect(again.effects == 3, "another version is another entry")
    }

    @Test func `rules hold in tables and in files of columns too`() async throws {
        let files = try files()
        let table = files.folder.path + "/clips.sqlite"
        let queue = try DatabaseQueue(path: table)
        let rows = [
            ("raid", "a", "2026-11-20T21:00:00Z"), ("early", "a", "2026-11-20 19:00"), ("x", "b", ""),
        ]
        try await queue.write { db in
            try db.execute(
                sql: "CREATE TABLE clips (id TEXT PRIMARY KEY, broadcaster_id, created_at, title, view_count)"
            )
            for (clip, channel, created) in rows {
                try db.execute(
                    sql: "INSERT INTO clips VALUES (?, ?, ?, 'a raid', 5)",
                    arguments: [clip, channel, created]
                )
            }
        }
        try queue.close()
        let lines = rows.map { "\($0.0),\($0.1),\"\($0.2)\",a raid,5\n" }.joined()
        try files.folder.write("id,broadcaster_id,created_at,title,view_count\n" + lines, as: "clips.csv")
        for kind in [
            "{kind: sqlite, files: [clips.sqlite], table: clips}", "{kind: csv, files: [clips.csv]}",
        ] {
            let plan = try await files.plan(job(files, inventories: "[\(kind)]"))
            #expect(try files.items(of: plan.run).map(\.clip.description) == ["raid"])
            #expect(try shown(plan.run, files) == ["words 1 early", "words 1 x"])
        }
    }

    @Test func `what one inventory says of a clip finds its links in the others`() async throws {
        let files = try files()
        try files.folder.write(PlatformFiles.row("raid", thumbnail: "t/raid"), as: "links.jsonl")
        let plan = try await files.plan(
            job(
                files,
                inventories:
                    "[{kind: jsonLines, files: [links.jsonl]}, {kind: jsonLines, files: [clips.jsonl]}]"
            )
        )
        let thumbnails = "SELECT count(*) FROM link WHERE run = \(plan.run.number) AND family = 'thumbnail'"
        #expect(try files.fixture.integer(thumbnails) == 1)
        #expect(try files.items(of: plan.run).count == 3)
    }

    @Test func `hostile rows are rows that say nothing, or bad ones`() async throws {
        let files = try files()
        try files.folder.write(
            Self.row("raid", channel: "a", created: "2026-02-30T00:00:00Z")
                + "{\"id\":\"both\",\"broadcaster_id\":\"a\",\"created_at\":1795402800}\n"
                + "{\"id\":\"early\",\"broadcaster_id\":[\"a\"],\"created_at\":{\"x\":1},\"title\":7}\n"
                + "{\"id\":\"listed\",\"broadcaster_id\":\"a\\u0000\",\"created_at\":\"2026-11-20T21:00:00Z\"}\n"
                + "{\"id\":\"huge\",\"broadcaster_id\":\"a\",\"view_count\":1e400,\"created_at\":\"2026-11-20T21:00:00Z\"}\n"
                + Self.row("control"),
            as: "clips.jsonl"
        )
        let inventories = "[{kind: jsonLines, files: [clips.jsonl], badRows: 50%}]"
        let plan = try await files.plan(job(files, inventories: inventories))
        #expect(try files.items(of: plan.run).map(\.clip.description) == ["listed"], "which a list names")
        #expect(try files.fixture.integer("SELECT count(*) FROM badRow") == 1)
    }

    @Test func `beyond ten thousand the clips of a rule are counted`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let limit = RuleFinding.maximumNamed
        let rule = ClipRule(
            name: "words",
            category: "c",
            version: 1,
            condition: .title(try TitlePattern("*x*"))
        )
        let run = try await ledger.change { transaction in
            let run = try transaction.beginPlan(
                LedgerFixture.header(),
                exemptions: try transaction.exemptionsDigest(),
                by: LedgerFixture.person
            )
            try transaction.add([rule.entry], to: run)
            for page in 0..<2 {
                let findings = try (0..<(limit / 2 + 3)).map { number in
                    RuleFinding(
                        list: "words",
                        line: 1,
                        clip: try #require(ClipID("c\(page)-\(number)")),
                        views: .max
                    )
                }
                try transaction.note(findings, of: run)
                if page == 0 { try transaction.note(findings, of: run) }
            }
            return run
        }
        let found = try fixture.reader().look { try $0.rules(of: run) }
        #expect(found.first?.clips == Int64(limit) + 6 && found.first?.views == .max)
        #expect(try fixture.integer("SELECT count(*) FROM ruleFinding") == limit)
    }

    /// A walk that ends after its first page, with or without a change of the job before it is taken up again.
    @Test(arguments: [false, true])
    func anInterruptedWalkShowsWhatAWholeOneDoes(isChanged: Bool) async throws {
        let files = try files()
        let rows = (0..<3000).map {
            Self.row("shown\($0)", channel: "a", title: $0 % 100 == 7 ? "my raid" : "x")
        }
        try files.folder.write(rows.joined() + Self.inventory, as: "clips.jsonl")
        let words = "rules: [{name: words, category: titles, version: 1, when: {title: [\"*raid*\"]}}]\n"
        let first = try job(files, rules: isChanged ? words.replacing("*raid*", with: "*x*") : words)
        let stop = StopSignal()
        let ledger = try await files.fixture.open()
        await #expect(throws: PlanError.self) {
            _ = try await first.plan(in: ledger, by: LedgerFixture.person, stop: stop) { _ in stop.finish() }
        }
        #expect(try files.fixture.integer("SELECT count(*) FROM ruleFinding") ?? 0 > 0)
        let plan = try await job(files, rules: words).plan(
            in: ledger,
            by: LedgerFixture.person,
            stop: StopSignal()
        ) { _ in }
        #expect(try shown(plan.run, files).count == 30 + 3)
        #expect(try files.fixture.integer("SELECT count(DISTINCT run) FROM ruleFinding") == 1)
        #expect(try files.fixture.integer("SELECT sum(named) FROM ruleSum") == 30 + 3)
    }

    @Test func `explain says which rule, by what, and who only has to look`() async throws {
        let files = try files()
        _ = try await files.plan(job(files))
        func told(_ clip: String) throws -> String {
            try files.fixture.reader().look { snapshot in
                let id = try #require(ClipID(clip))
                return ExplainReport(
                    try snapshot.history(of: id, at: files.fixture.clock.now),
                    how: "by its id"
                ).text
            }
        }
        #expect(try told("raid").contains("channel a, created 2026-11-20T21:00:00Z"))
        #expect(try told("shown").contains("to be looked at by rule words, version 1 (titles), in run"))
        #expect(!(try told("shown")).contains("Nothing is known"))
    }
}
