import Crypto
import Foundation
import Testing

@testable import PurgeJobs

@Suite struct ReportListTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func reader(_ bytes: some Sequence<UInt8>, _ kind: ListKind = .clipIDs) throws -> ReportListReader
    {
        let path = try folder.write(bytes, as: "list.txt")
        return try ReportList(name: "severe", category: "csam", kind: kind, source: .file(path))
            .reader(forms: try SiteSample.demo())
    }

    private func entries(_ text: String, _ kind: ListKind = .clipIDs) throws -> [ListEntry] {
        var reader = try reader(text.utf8, kind)
        var entries: [ListEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        #expect(reader.entries == entries.count)
        #expect(reader.digest == Digest(Array(SHA256.hash(data: Data(text.utf8)))))
        #expect(entries.allSatisfy { $0.list == "severe" && $0.category == "csam" })
        return entries
    }

    @Test func `comments and blank lines are no entries, and lines keep their numbers`() throws {
        let found = try entries("# report 7\n\nfirst\r\n \t\n  second \nfirst\n#x\nla#st")

        #expect(found.map(\.line) == [3, 5, 6, 8])
        #expect(
            found.map(\.value)
                == ["first", "second", "first", "la#st"].compactMap { ClipID($0).map { .clip($0) } }
        )
    }

    @Test(arguments: ["", "\n\n", "# only a comment", "#a\r\n \r\n"])
    func `a list without an entry is an error`(text: String) {
        #expect(throws: ListError(list: "severe", cause: .empty)) { try entries(text) }
    }

    @Test(arguments: ["*", "/", "**", "/*", "\"\"", "''", ".", "?", "%"], ListKind.allCases)
    func `a line that selects everything or nothing is malformed`(line: String, kind: ListKind) throws {
        guard
            case .malformed(Array(line.utf8), "it names everything or nothing, and no one clip") =
                try entries(line, kind)[0].value
        else {
            Issue.record("\(line) was taken for an entry")
            return
        }
    }

    static let malformed: [(ListKind, String, String)] = [
        (.clipIDs, "https://clips.test/x", "it is a URL, and the list is one of clip ids"),
        (.clipIDs, "ab\u{0}c", "it is no id that a clip can have"),
        (.clipIDs, "a\tb", "it is no id that a clip can have"),
        (.clipIDs, String(repeating: "x", count: 513), "it is no id that a clip can have"),
        (.md5, "D41D8CD98F00B204E9800998ECF8427E", "it is the hash of an empty file"),
        (.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "it is the hash of an empty file"),
        (
            .sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "it is the hash of an empty file"
        ),
        (.md5, String(repeating: "0", count: 32), "it stands for no hash: all its digits are the same"),
        (.sha1, String(repeating: "0", count: 40), "it stands for no hash: all its digits are the same"),
        (.sha256, String(repeating: "F", count: 64), "it stands for no hash: all its digits are the same"),
        (.md5, String(repeating: "a", count: 40), "a hash of md5 has 32 digits"),
        (.sha1, String(repeating: "a", count: 32), "a hash of sha1 has 40 digits"),
        (.sha256, String(repeating: "a", count: 63), "a hash of sha256 has 64 digits"),
        (.md5, String(repeating: "g", count: 32), "a hash of md5 has hexadecimal digits only"),
        (.md5, "d41d8cd98f00b204e9800998ecf8427e  clip.mp4", "a hash of md5 has 32 digits"),
        (.urls, "https://evil.example/clip/x", "foreign host: the site file names it nowhere"),
        (.urls, "http://clips.test:18081/clips/x", "it leads to no clip"),
        (.urls, "http://clips.test:18081/", "it leads to no clip"),
        (.urls, "https://img.test/", "it leads to no clip"),
        (.urls, "http://clips.test:18081/clip/é", CanonicalURL.Flaw.forbiddenByte.description),
        (.urls, "http://clips.test:18081/clip/a b", CanonicalURL.Flaw.forbiddenByte.description),
    ]

    @Test(arguments: malformed)
    func `a line of another kind is malformed, with a reason`(
        kind: ListKind,
        line: String,
        reason: String
    ) throws {
        #expect(try entries(line + "\n", kind).map(\.value) == [.malformed(Array(line.utf8), reason: reason)])
    }

    @Test func `an invalid byte spoils its own line only`() throws {
        var reader = try reader(Array("a\nb".utf8) + [0xff] + Array("\nc\n".utf8))

        #expect(try reader.next()?.value == ClipID("a").map { .clip($0) })
        guard case .malformed = try reader.next()?.value else {
            Issue.record("invalid UTF-8 was taken for an id")
            return
        }
        #expect(try reader.next()?.value == ClipID("c").map { .clip($0) })
        #expect(try reader.next() == nil)
        #expect(reader.malformed == 1)
    }

    @Test func `hashes and URLs become what they stand for`() throws {
        let sum = String(repeating: "Ab", count: 20)
        #expect(
            try entries(sum, .sha1).map(\.value) == [
                .hash(try #require(MediaHash(.sha1, hex: Array(sum.utf8))))
            ]
        )

        let urls = ["hxxp://clips[.]test:18081/clip/x", "img.test/a.jpg"].map { LinkURL($0) }
        let found = try entries("hxxp://clips[.]test:18081/clip/x\nimg.test/a.jpg", .urls).map(\.value)
        #expect(
            found == [.url(try #require(urls[0]), clip: ClipID("x")), .url(try #require(urls[1]), clip: nil)]
        )
    }

    @Test(
        arguments: [
            [0xef, 0xbb, 0xbf, 0x61], [0xff, 0xfe, 0x61, 0], [0xfe, 0xff, 0, 0x61], [0x61, 0, 0x62, 0],
            [0x1f, 0x8b, 8],
        ] as [[UInt8]]
    )
    func `a file that is no UTF-8 text is no list`(bytes: [UInt8]) {
        let error = #expect(throws: ListError.self) { try reader(bytes) }
        guard case .notAList = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [0, 1, 1 << 17])
    func `a line of more than 64 KiB is an error`(excess: Int) throws {
        let line = String(repeating: "x", count: ReportListReader.maximumLength + excess)
        guard excess > 0 else {
            #expect(try entries("a\n" + line).count == 2)
            return
        }
        #expect(throws: ListError(list: "severe", cause: .lineTooLong(line: 2))) { try entries("a\n" + line) }
    }

    @Test func `a file that cannot be read is an error`() throws {
        for path in ["\(folder.path)/missing", folder.path] {
            let list = ReportList(name: "severe", category: "csam", kind: .md5, source: .file(path))
            let error = #expect(throws: ListError.self) {
                var reader = try list.reader(forms: try SiteSample.demo())
                _ = try reader.next()
            }
            guard case .unreadable = error?.cause else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a long list is read to its end`() throws {
        let text = (0..<30_000).map { "clip-\($0)\n" }.joined()

        #expect(try entries(text).map(\.line) == Array(1...30_000))
    }
}
