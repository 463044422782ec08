import Testing

@testable import PurgeJobs

@Suite struct YAMLDocumentTests {
    @Test func `scalars are text as written`() throws {
        let book = ComplaintBook(file: "f")
        let text = "[no, 1080, 0x1F, ~, 1_000, 2026-11-22, 'q', \"d\"]"
        let document = try #require(YAMLDocument(bytes: Array(text.utf8), book))
        let values = document.root.values { (text) throws(ScalarFlaw) in text }
        #expect(values == ["no", "1080", "0x1F", "~", "1_000", "2026-11-22", "q", "d"])
        #expect(book.complaints.isEmpty)
    }

    @Test(arguments: markup)
    func whatHidesMeaningIsRefused(_ bad: BadFile) throws {
        let book = ComplaintBook(file: "f")
        let text = try bad.text(from: "a: 1\nb: [2, 3]\n")
        #expect(YAMLDocument(bytes: Array(text.utf8), book) == nil)
        try bad.check(book.complaints, in: text)
    }

    @Test(arguments: ["a: \"x & y, *z, !w\" # &a *b !c", "# &a\na: b&c*d!e", "a: 'it''s & so'", "a: R & D"])
    func ordinaryTextIsNoMarkup(text: String) {
        let book = ComplaintBook(file: "f")
        #expect(YAMLDocument(bytes: Array(text.utf8), book) != nil)
        #expect(book.complaints.isEmpty, "\(book.error)")
    }

    @Test func `an anchor that the first look misses is caught after parsing`() {
        let book = ComplaintBook(file: "f")
        let text = "b: [x\n  \"y, &c d]"
        #expect(YAMLDocument(bytes: Array(text.utf8), book) == nil)
        #expect(book.complaints.map(\.problem) == ["anchors, aliases and tags are not allowed"])
    }

    @Test func `keys that differ only in quotes or in Unicode form are the same key`() {
        for text in ["1: a\n\"1\": b", "{\u{e9}: a, e\u{301}: b}"] {
            let book = ComplaintBook(file: "f")
            #expect(YAMLDocument(bytes: Array(text.utf8), book) == nil)
            #expect(book.complaints.map(\.problem) == ["the key stands twice in one mapping"])
        }
    }

    @Test(arguments: [
        (
            "b: [2, 3\n",
            "f:2:1: is no YAML: did not find expected ',' or ']' while parsing a flow sequence that begins in line 1"
        ),
        (
            "b: \"2",
            "f:1:6: is no YAML: found unexpected end of stream while scanning a quoted scalar that begins in line 1"
        ),
        ("a: b: c", "f:1:5: is no YAML: mapping values are not allowed in this context"),
        ("", "f:1:1: is empty"),
    ])
    func brokenYAMLIsToldWithoutItsText(text: String, start: String) {
        let book = ComplaintBook(file: "f")
        #expect(YAMLDocument(bytes: Array(text.utf8), book) == nil)
        #expect(book.error.description.hasPrefix(start), "\(book.error)")
    }

    @Test func `bytes that are no UTF-8 are refused where they begin`() {
        let book = ComplaintBook(file: "f")
        #expect(YAMLDocument(bytes: Array("a: b\nc: ".utf8) + [0xff], book) == nil)
        #expect(book.complaints.map(\.description) == ["f:2:4: is not UTF-8; save the file as UTF-8"])
    }

    @Test func `a file of more than 1 MiB is refused unread`() {
        let book = ComplaintBook(file: "f")
        let bytes = Array("a: b\n".utf8) + Array(repeating: UInt8(ascii: "#"), count: 1 << 20)
        #expect(YAMLDocument(bytes: bytes, book) == nil)
        #expect(book.complaints.map(\.problem) == ["is larger than 1 MiB"])
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{a: "])
    func nestingWithoutEndIsAnErrorAndNoCrash(opening: String) {
        for count in [900, 1100, 100_000] {
            let book = ComplaintBook(file: "f")
            let document = YAMLDocument(bytes: Array(String(repeating: opening, count: count).utf8), book)
            #expect(document == nil || document?.root.values(NameText.parse) == [])
            #expect(!book.complaints.isEmpty)
        }
    }

    @Test func `every truncation of a good site is read or refused`() {
        let bytes = Array(JobFileFixture.site.utf8)
        var refused = 0
        for count in 0..<bytes.count {
            do throws(JobFileError) {
                let start = Array(bytes[..<count])
                _ = try SiteFile.read(bytes: start, as: "s", environment: JobFileFixture.environment)
            } catch {
                refused += 1
                #expect(!error.complaints.isEmpty)
            }
        }
        #expect(refused > bytes.count / 2)
    }

    @Test func `every truncation of a good job is read or refused`() throws {
        let site = try JobFileFixture.readSite(JobFileFixture.site)
        let bytes = Array(JobFileFixture.job.utf8)
        for count in 0..<bytes.count {
            do throws(JobFileError) {
                _ = try JobFile.read(bytes: Array(bytes[..<count]), as: "j", site: site)
            } catch {
                #expect(!error.complaints.isEmpty)
            }
        }
    }

    @Test(arguments: ["\0", "\"", "'", "[", "}", ":", "\n", "- ", "&", "\t", "\u{7f}", "{id}", "\\"])
    func anInsertionAnywhereIsReadOrRefused(text: String) {
        let bytes = Array(JobFileFixture.site.utf8)
        for place in stride(from: 0, to: bytes.count, by: 3) {
            let damaged = Array(bytes[..<place]) + Array(text.utf8) + Array(bytes[place...])
            do throws(JobFileError) {
                _ = try SiteFile.read(bytes: damaged, as: "s", environment: JobFileFixture.environment)
            } catch {
                #expect(!error.complaints.isEmpty)
                #expect(!error.description.contains("nightingale"))
            }
        }
    }

    private static let markup: [BadFile] = [
        .init("1", "&x 1", at: "&x", key: "", saying: "an anchor is not allowed"),
        .init("[2", "[&x 2", at: "&x", key: "", saying: "an anchor is not allowed"),
        .init("[2, 3]", "*x", at: "*x", key: "", saying: "an alias is not allowed"),
        .init("1", "!!int 1", at: "!!int", key: "", saying: "a tag is not allowed"),
        .init("[2", "!<x> [2", at: "!<x>", key: "", saying: "a tag is not allowed"),
        .init("a: 1", "%YAML 1.1\n---\na: 1", at: "%YAML", key: "", saying: "a directive is not allowed"),
        .init("b:", "---\nb:", at: "---", key: "", saying: "one document"),
        .init("b:", "a:", at: "a: 1", key: "a", saying: "the key stands twice"),
        .init("1", "1\u{202e}", at: "\u{202e}", key: "", saying: "U+202E"),
        .init("a", "\u{feff}a", at: "\u{feff}", key: "", saying: "U+FEFF"),
        .init("1", "1\0", at: "\0", key: "", saying: "U+0"),
        .init("1", "1\u{85}", at: "\u{85}", key: "", saying: "U+85"),
        .init("a: 1\nb: [2, 3]\n", "# nothing\n", at: "#", key: "", saying: "is empty"),
    ]
}
