import Foundation
import Testing

@testable import PurgeJobs

/// Files that are hostile as a whole.
@Suite struct HostileFileTests {
    static let rows = "{\"id\":\"first\",\"title\":\"é\"}\n{\"id\":\"second\"}\n"
    static let lastRow = #"{"id":"läst","url":"https:\/\/a.test\/","view_count":12,"a":[1,{"b":null}]} "#

    /// Between the objects' own bytes and the spaces at the end everything is whole.
    @Test(arguments: 0...lastRow.utf8.count)
    func `a file cut at any byte of its last row never completes unnoticed`(length: Int) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Array(Self.rows.utf8) + Self.lastRow.utf8.prefix(length))

        if length == 0 || length >= Self.lastRow.utf8.count - 1 {
            #expect(try await InventoryWalk.file(path).clips.count == (length == 0 ? 2 : 3))
        } else {
            await #expect(throws: InventoryError(source: path, cause: .truncated(line: 3))) {
                try await InventoryWalk.file(path)
            }
        }
    }

    @Test func `a cut row with another flaw is still a cut row`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(#"{"id":"","id":7,"md5":"x","title":"cut of"#)

        await #expect(throws: InventoryError(source: path, cause: .truncated(line: 1))) {
            try await InventoryWalk.file(path)
        }
    }

    @Test func `a cut row of more than a megabyte is still a cut row`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("{\"id\":\"x\",\"t\":\"\(String(repeating: "x", count: 2 << 20))\"}")

        await #expect(throws: InventoryError(source: path, cause: .truncated(line: 1))) {
            try await InventoryWalk.file(path)
        }
    }

    @Test(arguments: [0, 1, 2, 1000])
    func `a row of just a megabyte is read, and one byte more is not`(excess: Int) async throws {
        let folder = try ScratchFolder()
        let frame = "{\"id\":\"x\",\"t\":\"\"}".utf8.count
        let filling = String(repeating: "y", count: InventoryBytes.longestRow - frame + excess)
        let path = try folder.write("{\"id\":\"x\",\"t\":\"\(filling)\"}\n{\"id\":\"z\"}\n")

        let walk = try await InventoryWalk.file(path)

        #expect(walk.clips.count == (excess == 0 ? 2 : 1))
        #expect(walk.badRows.map(\.line) == (excess == 0 ? [] : [1]))
    }

    @Test func `a line of ten megabytes is skipped in constant memory`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            "{\"id\":\"a\"}\n\(String(repeating: "[", count: 10_000_000))\n{\"id\":\"b\"}\n"
        )
        var bytes = try InventoryBytes(path: path, source: path)
        bytes.beginHash(after: [])
        var largest = 0
        var lines = 0
        while true {
            if case .end = try bytes.nextLine() { break }
            lines += 1
            largest = max(largest, bytes.buffer.count)
        }

        #expect(lines == 3)
        #expect(largest <= InventoryBytes.longestRow + 1 << 18)
        #expect(try await InventoryWalk.file(path).badRows.map(\.line) == [2])
    }

    static let otherFormats: [[UInt8]] = [
        [0xef, 0xbb, 0xbf] + Array(rows.utf8),
        [0xff, 0xfe] + rows.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] },
        [0xfe, 0xff] + rows.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] },
        rows.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] },
        rows.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] },
        [0xef, 0xbb, 0xbf],
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0],
        [0x28, 0xb5, 0x2f, 0xfd, 0],
    ]

    @Test(arguments: otherFormats)
    func `a file of another encoding is no inventory`(bytes: [UInt8]) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(bytes)

        let error = await #expect(throws: InventoryError.self) { try await InventoryWalk.file(path) }

        guard case .notAnInventory = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `duplicate ids are both handed out`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            "{\"id\":\"x\",\"view_count\":1}\n{\"id\":\"x\",\"view_count\":2}\n{\"id\":\"X\"}\n"
        )

        #expect(try await InventoryWalk.file(path).clips.map(\.views) == [1, 2, nil])
    }

    @Test func `ids that differ only in normalisation stay two clips`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("{\"id\":\"caf\u{e9}\"}\n{\"id\":\"cafe\u{301}\"}\n")

        let clips = try await InventoryWalk.file(path).clips

        #expect(Set(clips.map(\.id)).count == 2)
        #expect(clips.map(\.id.bytes.count) == [5, 6])
    }

    @Test func `a whole response in one line is a bad row and no clip`() async throws {
        let folder = try ScratchFolder()
        let response = try Resource.data("clips/helix_all_fields.json").filter { $0 != UInt8(ascii: "\n") }
        let path = try folder.write(response + [UInt8(ascii: "\n")])

        let walk = try await InventoryWalk.file(path)

        #expect(walk.clips.isEmpty)
        #expect(walk.badRows.map(\.reason) == [RowFlaw.missingID.description])
    }

    @Test func `a walk after growth, change or replacement is refused`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("{\"id\":\"a\"}\n{\"id\":\"b\"}\n")
        let source = try InventoryWalk.source(path, pageRows: 1)
        let first = try await source.page(after: nil)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"id\":\"c\"}\n".utf8))
        try handle.close()

        await #expect(throws: InventoryError(source: path, cause: .changed)) {
            try await source.page(after: first.cursor)
        }
        let second = try await source.page(after: nil)
        try folder.write("{\"id\":\"a\"}\n{\"id\":\"B\"}\n{\"id\":\"c\"}\n")
        await #expect(throws: InventoryError(source: path, cause: .changed)) {
            try await source.page(after: second.cursor)
        }
    }
}
