import Foundation
import Testing

@testable import PurgeJobs

@Suite struct RunReportTests {
    private func report(_ format: RunReport.Format, _ run: RunID, _ fixture: LedgerFixture) throws -> String {
        try fixture.reader().look { snapshot in
            var text = ""
            try RunReport(run, snapshot).write(format) { text += $0 }
            return text
        }
    }

    @Test func `holds the sums and every item, and no URL`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let items = try (0..<120).map { try LedgerFixture.item("clip\($0)", links: 2) }
        let run = try await fixture.applying(items, in: ledger)
        let text = try report(.text, run, fixture)
        #expect(text.contains("120 acted on = 0 dark + 0 blocked + 0 lit + 0 unknown"))
        #expect(text.contains("and 70 more"))
        let json = try report(.json, run, fixture)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((object["items"] as? [Any])?.count == 120)
        #expect((object["conservation"] as? [String: Any])?["holds"] as? Bool == true)
        for report in [text, json] { #expect(!report.contains("://")) }
    }

    @Test func `what others chose cannot move the cursor`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let clip = try #require(ClipID("c\u{202e}d\u{200b}"))
        var relatives = RelativeFindings()
        relatives.note(.init(clip: clip, relation: .sameSeconds, item: 1, views: nil))
        let items = [try LedgerFixture.item("a\u{202e}b\u{200b}")]
        let run = try await fixture.applying(items, relatives, in: ledger)
        for format in RunReport.Format.allCases {
            let text = try report(format, run, fixture)
            #expect(text.contains("u{202e}"))
            let hidden: Set<Unicode.Scalar> = ["\u{202e}", "\u{200b}", "\u{1b}"]
            #expect(hidden.isDisjoint(with: text.unicodeScalars))
        }
    }

    @Test func `is the same a year later`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let run = try await fixture.applying([LedgerFixture.item("a")], in: ledger)
        let now = try report(.text, run, fixture)
        fixture.clock.advance(by: .seconds(365 * 86_400))
        #expect(try report(.text, run, fixture) == now)
    }
}
