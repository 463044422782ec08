import Foundation
import Testing

@testable import PurgeJobs

@Suite struct ReportFormatTests {
    /// What attackers choose: formulas, markup, escapes, text that runs the other way, quotes and commas.
    static let hostile = [
        "=HYPERLINK(\"http://evil.test\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>", "a'b\"c,d;e", "\u{202e}gnp.exe", "zero\u{200b}width", "a&b<c>d",
        "javascript:alert(1)", "]]>", "--><b>", "{{7*7}}", "%0d%0aSet-Cookie: a=b", "نص عربي", "e\u{301}",
        "x\"\u{301},=HYPERLINK(1),\"\u{301}", "a,b\"\u{301},=1+1", "=\u{301}1+1", "a,\u{301}b", "\"\u{301}",
    ]

    /// A run over hostile ids: the first is dark, the second lit, the third set aside, the others have begun.
    private func told(
        _ format: RunReport.Format,
        isShared: Bool = false,
        isPlan: Bool = false
    ) async throws -> String {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let items = try Self.items()
        let relatives = try Self.relatives()
        let (rules, findings) = (try Self.rules(), try Self.findings())
        let run =
            isPlan
            ? try await fixture.sealed(items, relatives, rules: rules, findings: findings, in: ledger).run
            : try await fixture.applying(items, relatives, rules: rules, findings: findings, in: ledger)
        var claims: [StepClaim] = []
        if !isPlan { claims = try await ledger.change { try $0.claim(.store("media"), of: run, limit: 3) } }
        fixture.clock.advance(by: .seconds(5))
        let receipts = claims.map { claim in
            let next: StepReceipt.Next =
                claim.item == 3
                ? .setAside(cause: "<b>\u{1b}[31mred</b> at /srv/secret", skippingRest: true) : .finish
            return StepReceipt(claim: claim, outcome: .done, status: nil, detail: nil, next: next)
        }
        try await ledger.change { try $0.record(receipts, of: run, LedgerFixture.timing) }
        fixture.clock.advance(by: .seconds(55))
        if !isPlan {
            try fixture.execute(
                "UPDATE item SET stage = 6, open = 0, visibility = 'dark', darkAt = \(fixture.clock.now.microseconds) WHERE number = 1"
            )
            try fixture.execute("UPDATE item SET stage = 5, visibility = 'lit' WHERE number = 2")
        }
        return try fixture.reader().look { snapshot in
            var text = ""
            let report = try RunReport(run, snapshot, isShared: isShared)
            try report.write(format) { text += $0 }
            let digest = try snapshot.run(run).planDigest?.description ?? "-"
            return text.replacing(run.description, with: "RUN").replacing(digest, with: "DIGEST")
        }
    }

    /// Every name is hostile, those of videos, channels and accounts too.
    private static func items() throws -> [PlannedItem] {
        try hostile.enumerated().map { index, name in
            let match = Match(
                list: "window",
                line: 2,
                category: "group",
                rule: .metadata,
                evidence: VisibleText.of("channel \(name)")
            )
            return try LedgerFixture.item(name, views: 12_345, alsoMatching: index < 2 ? [match] : []) {
                clip in
                clip.footage = Footage(video: Array(name.utf8), start: 3_725_500, length: 30_000)
                clip.channel = Array(name.utf8)
                clip.creator = Array(name.utf8)
            }
        }
    }

    private static func rules() throws -> [ClipRule] {
        let (channel, title) = (
            ClipCondition.channel([[97]]), ClipCondition.title(try TitlePattern("*raid*"))
        )
        return [
            ClipRule(name: "window", category: "group", version: 2, condition: channel),
            ClipRule(name: "titles", category: "words", version: 1, condition: title),
            ClipRule(name: "nobody", category: "group", version: 3, condition: channel),
            ClipRule(name: "unmet", category: "words", version: 1, condition: title),
        ]
    }

    private static func findings() throws -> [RuleFinding] {
        try hostile.map { name in
            RuleFinding(list: "titles", line: 1, clip: try #require(ClipID(name + " shown")), views: 9)
        }
    }

    private static func relatives() throws -> RelativeFindings {
        var findings = RelativeFindings(shortfall: "=cmd() of <b>/srv/secret</b>")
        for (index, name) in hostile.enumerated() {
            let relation = ClipRelation.allCases[index % ClipRelation.allCases.count]
            let clip = try #require(ClipID(name + " too"))
            findings.note(
                .init(clip: clip, relation: relation, item: Int64(index + 1), views: Int64(index) * 1000)
            )
        }
        return findings
    }

    @Test(arguments: RunReport.Format.allCases, [false, true])
    func `reads word for word as it did`(_ format: RunReport.Format, isPlan: Bool) async throws {
        let name = "\(isPlan ? "plan" : "run").\(format.rawValue)"
        let text = try await told(format, isPlan: isPlan)
        try GoldenFile.check(text, at: "Tests/PurgeJobsTests/Resources/reports/\(name)")
    }

    @Test(arguments: RunReport.Format.allCases, [false, true])
    func `no hostile text acts in any format`(_ format: RunReport.Format, isShared: Bool) async throws {
        let text = try await told(format, isShared: isShared)
        let hidden = text.unicodeScalars.filter { scalar in
            [.control, .format].contains(scalar.properties.generalCategory)
                && !"\n\r".unicodeScalars.contains(scalar)
        }
        #expect(hidden.isEmpty, "nothing moves a cursor, hides or reorders text")
        #expect(!text.contains("http://clips.test"), "no URL of the plan's")
        if format == .html {
            #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>\\"))
            #expect(text.matches(of: /\son[a-z]+="/).isEmpty)
        }
    }

    /// The cells of each row, read by scalars as RFC 4180 has them; a quote in the wrong place ends the test.
    private static func cells(_ text: String) throws -> [[String]] {
        var rows: [[String]] = [[""]]
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        func add(_ scalar: Unicode.Scalar) {
            rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
        }
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"": add(scalars.removeFirst())
            case "\"" where isQuoted: isQuoted = false
            case "\"":
                try #require(rows.last?.last?.isEmpty == true, "a quote in the middle of a cell")
                isQuoted = true
            case "," where !isQuoted: rows[rows.count - 1].append("")
            case "\r" where !isQuoted: continue
            case "\n" where !isQuoted: rows.append([""])
            default: add(scalar)
            }
        }
        try #require(!isQuoted)
        return Array(rows.dropLast())
    }

    @Test func `every cell of a spreadsheet is what it was, and none is a formula`() async throws {
        let rows = try Self.cells(try await told(.csv))
        #expect(rows.count == 1 + Self.hostile.count)
        #expect(Set(rows.map(\.count)) == [17])
        let names = rows.dropFirst().map { $0[0] }
        for cell in rows.joined() {
            let first = cell.unicodeScalars.first ?? "a"
            #expect(!"=+-@|%".unicodeScalars.contains(first), "\(cell)")
        }
        let plain = Set(
            names.map { name in
                Array(
                    (name.unicodeScalars.first == "'" ? String(name.unicodeScalars.dropFirst()) : name).utf8
                )
            }
        )
        #expect(plain == Set(Self.hostile.map { Array(VisibleText.of($0).utf8) }))
    }

    @Test func `a page is whole and trusts nothing from elsewhere`() async throws {
        let page = try await told(.html)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.1)
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(!policy.contains("unsafe"))
        #expect(page.matches(of: /<[^>]*\s(src|href|action)=/).isEmpty)
        #expect(page.matches(of: /\sstyle="/).isEmpty, "the policy would not let it through")
    }

    @Test func `what is not dark comes first`() async throws {
        let page = try await told(.html)
        let states = page.matches(
            of: /<span class="badge [a-z]+">(lit|set aside, [a-z]+|unknown|dark)<\/span>/
        ).map { String($0.1) }
        #expect(states.first == "lit" && states.last == "dark")
        #expect(page.contains("1 min"), "the time to dark")
    }

    @Test(arguments: RunReport.Format.allCases)
    func `what is shared names no clip and says nothing that people wrote`(
        _ format: RunReport.Format
    ) async throws {
        let text = try await told(format, isShared: true)
        for name in [
            "HYPERLINK", "onerror", "javascript", "gnp.exe", "secret", "clips.jsonl", "tester", "a test",
        ] {
            #expect(!text.contains(name), "\(name)")
        }
    }

    @Test func `a keyed name is the same everywhere and another in another ledger`() async throws {
        let first = KeyedHash(key: [1])
        let second = KeyedHash(key: [2])
        #expect(
            first.of([3]) == first.of([3]) && first.of([3]) != second.of([3]) && first.of([3]).count == 16
        )
    }

    @Test func `comma-separated values come back as they went in`() {
        let row = CSVText.row(["a", "b,c", "d\"e", "=f", "g;h", ""])
        #expect(row == "a,\"b,c\",\"d\"\"e\",'=f,\"g;h\",\r\n")
    }

    @Test func `every line of ndjson is an object, the first the run`() async throws {
        let lines = try await told(.ndjson).split(separator: "\n")
        let objects = try lines.map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.first?["report"] as? String == "purge-run-lines-1")
        #expect(objects.count == 1 + Self.hostile.count)
        #expect(objects.dropFirst().compactMap { $0["secondsToDark"] as? Int } == [60])
    }

    @Test func `full URLs come only where they are asked for, byte for byte`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await fixture.applying([try LedgerFixture.item("a")], in: ledger)
        let text = try fixture.reader().look { snapshot in
            var text = ""
            try LinkListing(run, snapshot).write { text += $0 }
            return text
        }
        #expect(text.contains("a,video,clips.test,http://clips.test/v/61-0,edge,unknown,"))
        #expect(text.split(separator: "\r\n").count == 3)
    }
}
