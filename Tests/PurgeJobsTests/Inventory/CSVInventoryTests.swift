import Foundation
import Testing

@testable import PurgeJobs

/// What stands in CSV files, well-formed and not.
@Suite struct CSVInventoryTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func walk(
        _ text: some Sequence<UInt8>,
        fields: InventoryFields = .standard,
        pageRows: Int = 1000
    ) async throws -> InventoryWalk {
        var settings = FileInventory.Settings(files: [try folder.write(text, as: "c.csv")], fields: fields)
        settings.pageRows = pageRows
        return try await InventoryWalk(InventoryKind.files(.csv, settings).sources(of: [])[0])
    }

    private func flaws(_ records: String, header: String = "id,url,view_count,md5\n") async throws -> [String]
    {
        try await walk((header + records).utf8).badRows.map(\.reason)
    }

    private func cause(
        _ bytes: some Sequence<UInt8>,
        fields: InventoryFields = .standard
    ) async -> InventoryError.Cause? {
        await #expect(throws: InventoryError.self) { try await walk(bytes, fields: fields) }?.cause
    }

    @Test func `columns are found by name, in any order`() async throws {
        let text = """
            title,md5,view_count,url,"id",creator_id,broadcaster_id
            "a ""b"", c",d41d8cd98f00b204e9800998ecf8427e,12,https://a.test/x,"Clip""One",7,chan

            """
        let clip = try #require(await walk(text.utf8).clips.first)

        #expect(clip.id == ClipID("Clip\"One"))
        #expect(clip.views == 12)
        #expect(clip.urls["url"] == LinkURL("https://a.test/x"))
        #expect(clip.hashes.first == MediaHash(.md5, hex: Array("d41d8cd98f00b204e9800998ecf8427e".utf8)))
        #expect(clip.channel == Array("chan".utf8))
        #expect(clip.creator == Array("7".utf8))
    }

    @Test func `a job's map names columns, dots and all`() async throws {
        let fields = try InventoryFields(id: "clip.slug", views: "stats.views", urls: ["page url"])
        let walk = try await walk(
            "page url,stats.views,clip.slug,id\r\nhttps://a.test/,3.0,x,y\r\n".utf8,
            fields: fields
        )

        #expect(walk.clips.map(\.id) == [ClipID("x")])
        #expect(walk.clips.first?.views == 3)
        #expect(walk.clips.first?.urls["page url"] == LinkURL("https://a.test/"))
    }

    @Test func `an empty cell says nothing`() async throws {
        let walk = try await walk("id,url,view_count,md5\nx,,\"\",\n".utf8)

        #expect(walk.clips == [Clip(id: ClipID(stored: [120]), urls: [:], hashes: [], views: nil)])
    }

    @Test(arguments: [
        ("", "it is empty"), ("\n", "names no column 'id'"), ("ID,url\nx,y\n", "names no column 'id'"),
        ("id;url\nx;y\n", "with commas between them"), ("id,id\nx,y\n", "'id' twice"),
        ("url,id,url\n,x,\n", "'url' twice"), ("id,a\"b\nx,y\n", "a quote stands"),
        ("id\ra\rb\n", "carriage return"),
        ("id,\u{0}\n", "NUL"), (String(repeating: ",", count: 1024) + "id\n", "more than 1024 columns"),
    ])
    func `a first line that does not name the columns is refused`(text: String, why: String) async throws {
        guard case .notAnInventory(let found) = await cause(text.utf8) else {
            Issue.record("\(text)")
            return
        }
        #expect(found.contains(why), "\(found)")
    }

    @Test func `columns that a job names have to be there, and the standard ones need not`() async throws {
        let fields = try InventoryFields(id: "id", urls: ["page"])
        guard case .notAnInventory(let why) = await cause("id,url\nx,y\n".utf8, fields: fields) else {
            Issue.record("read")
            return
        }
        #expect(why.contains("no column 'page'"))
        #expect(try await walk("id\nx\n".utf8).clips.count == 1)
        // Columns that nobody reads may have one name, or none.
        #expect(try await walk("id,,,a,a\nx,1,2,3,4\n".utf8).clips.count == 1)
    }

    @Test(arguments: [
        ("x,,\n", "it has 3 fields, and the first line names 4"),
        ("x\n", "it has 1 field, and the first line names 4"),
        ("x,,,,\n", "it has 5 fields, and the first line names 4"),
        ("x\"y,,,\n", RowFlaw.strayQuote.description), ("\"x\"y,,,\n", RowFlaw.strayQuote.description),
        ("\"x\" ,,,\n", RowFlaw.strayQuote.description), (" \"x\",,,\n", RowFlaw.strayQuote.description),
        ("x,\r,,\n", RowFlaw.bareCarriageReturn.description),
        ("x,\"\"\r,,\n", RowFlaw.bareCarriageReturn.description),
        ("x\u{0},,,\n", RowFlaw.nulByte.description), ("\"x\u{0}\",,,\n", RowFlaw.nulByte.description),
        (",,,\n", RowFlaw.missingID.description), ("\"\",,,\n", RowFlaw.missingID.description),
        (" x,,,\n", RowFlaw.invalidID.description), ("\"x\ny\",,,\n", RowFlaw.invalidID.description),
        ("x,a b,,\n", RowFlaw.invalidURL("url").description),
        (
            "x,\"[\"\"https://a.test/\"\", \"\"https://b.test/\"\"]\",,\n",
            RowFlaw.invalidURL("url").description
        ),
        ("x,,many,\n", RowFlaw.wrongType("view_count").description),
        ("x,,NaN,\n", RowFlaw.wrongType("view_count").description),
        ("x,,1 ,\n", RowFlaw.wrongType("view_count").description),
        ("x,,-,\n", RowFlaw.wrongType("view_count").description),
        ("x,,1.5,\n", RowFlaw.viewsOutOfRange.description),
        ("x,,9223372036854775808,\n", RowFlaw.viewsOutOfRange.description),
        ("x,,,abc\n", RowFlaw.invalidHash("md5").description),
    ])
    func `a bad record is counted, listed with its line, and no clip`(
        record: String,
        why: String
    ) async throws {
        let walk = try await walk("id,url,view_count,md5\na,,,\n\"b\",\"\",1,\r\n\(record)c,,,\n".utf8)

        #expect(walk.clips.map(\.id.bytes) == [[97], [98], [99]])
        #expect(walk.badRows == [InventoryPage.BadRow(line: 4, reason: why)])
        #expect(walk.rows == 4)
    }

    @Test(arguments: [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]] as [[UInt8]])
    func `a record that is not UTF-8 is bad, in whatever column`(bytes: [UInt8]) async throws {
        let text = Array("id,title\nx,".utf8) + bytes + Array("\ny,é\n".utf8)

        let walk = try await walk(text)

        #expect(walk.clips.map(\.id.bytes) == [[121]])
        #expect(walk.badRows == [InventoryPage.BadRow(line: 2, reason: RowFlaw.invalidUTF8.description)])
    }

    @Test func `lines are counted within quotes, too`() async throws {
        let walk = try await walk("id,t\na,\"1\n2\r\n3\"\n\nb\n\"c\",\"\n\"\nd\n".utf8, pageRows: 1)

        #expect(walk.badRows.map(\.line) == [6, 9])
        #expect(walk.cursors.last?.lines == 9)
        #expect(walk.clips.map(\.id.bytes) == [[97], [99]])
    }

    static let whole = "id,t\na,1\n\"b\",\"x\"\"y\r\nz\"\r\nc,\"é\"\r\n"

    @Test(arguments: 0...whole.utf8.count)
    func `a file cut at any byte never completes, but for whole records`(length: Int) async throws {
        let bytes = Array(Self.whole.utf8.prefix(length))
        // Behind the first line, and behind each record.
        let ends = [5: 0, 9: 1, 24: 2, Self.whole.utf8.count: 3]
        if let clips = ends[length] {
            #expect(try await walk(bytes).clips.count == clips)
            return
        }

        let cause = await cause(bytes)

        switch cause {
        case .truncated, .unterminated: break
        case .notAnInventory: #expect(length == 0)
        default: Issue.record("\(length): \(String(describing: cause))")
        }
    }

    @Test(arguments: [("id\nx", 2, false), ("id,t\nx,\"\ny\n", 2, true), ("id\nx\r", 2, false)])
    func `what breaks off is named with its line`(text: String, line: Int, isInQuotes: Bool) async throws {
        #expect(await cause(text.utf8) == (isInQuotes ? .truncated(line: line) : .unterminated(line: line)))
    }

    @Test func `a quote that is never closed ends no walk, however much follows`() async throws {
        let text = "id,t\nx,\"\n" + String(repeating: "y,z\n", count: 500_000)

        #expect(await cause(text.utf8) == .truncated(line: 2))
    }

    @Test(arguments: ["\u{feff}id\nx\n"])
    func `a byte order mark is refused as in JSON Lines`(text: String) async throws {
        guard case .notAnInventory = await cause(text.utf8) else {
            Issue.record("read")
            return
        }
        guard
            case .notAnInventory = await cause("id\nx\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        else {
            Issue.record("read")
            return
        }
    }

    @Test(arguments: [0, 1, 2])
    func `a record of just a megabyte is read, and one byte more is not`(excess: Int) async throws {
        for quote in ["", "\""] {
            let filling = String(repeating: "y", count: (1 << 20) - 2 - 2 * quote.count + excess)
            let walk = try await walk("id,t\nx,\(quote)\(filling)\(quote)\nz,\n".utf8)

            #expect(walk.clips.map(\.id.bytes) == (excess == 0 ? [[120], [122]] : [[122]]))
            #expect(walk.badRows.map(\.line) == (excess == 0 ? [] : [2]))
        }
    }

    @Test func `a record of ten megabytes is skipped in constant memory`() async throws {
        let filling = String(repeating: "\"\",\n\r", count: 2_000_000)
        let path = try folder.write("id,t\nx,\"\(filling)\"\ny,\n")
        let bytes = try InventoryBytes(path: path, source: path)
        var rows = try CSVRows(bytes, .standard, source: path)
        var largest = 0
        var line = try rows.begin() + 1
        var found: [String] = []
        while true {
            let (row, lines) = try rows.next(line: line)
            if case .end = row { break }
            largest = max(largest, rows.bytes.buffer.capacity)
            let what = if case .bad(let flaw) = row { flaw.description } else { "clip at \(line)" }
            found.append(what)
            line += lines
        }

        #expect(found == [RowFlaw.tooLong.description, "clip at 2000003"])
        #expect(largest <= 4 << 20)
    }

    /// Reads no column by a place that only the first page knew.
    @Test func `columns are known again after a resume`() async throws {
        let rows = (0..<50).map { "https://a.test/\($0),t,clip-\($0)\n" }.joined()
        let whole = try await walk("url,title,id\n\(rows)".utf8, pageRows: 10)
        #expect(whole.clips.count == 50)
        var settings = FileInventory.Settings(files: ["\(folder.path)/c.csv"])
        settings.pageRows = 10

        let rest = try await InventoryWalk(
            InventoryKind.files(.csv, settings).sources(of: [])[0],
            after: whole.cursors[2]
        )

        #expect(rest.clips == Array(whole.clips[30...]))
    }

    @Test func `ids that differ only in normalisation stay two clips`() async throws {
        let clips = try await walk("id\ncaf\u{e9}\ncafe\u{301}\n".utf8).clips

        #expect(clips.map(\.id.bytes.count) == [5, 6])
    }
}
