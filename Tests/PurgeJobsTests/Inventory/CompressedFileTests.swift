import Foundation
import Testing

@testable import PurgeJobs

/// Compressed files that are hostile, cut or damaged, and what is read of them again.
@Suite struct CompressedFileTests {
    static let rows = (0..<40).map {
        "{\"id\":\"clip-\($0)\",\"title\":\"\(String(repeating: "é", count: $0))\"}\n"
    }
    static let ids = (0..<40).map { "clip-\($0)" }
    /// Three parts that end in the middle of rows.
    static func parts(_ packing: InventoryPacking) -> [[UInt8]] {
        let bytes = Array(rows.joined().utf8)
        let compress = packing.suffix == ".gz" ? Compressed.gzip : Compressed.zstd
        return [bytes[..<500], bytes[500..<1000], bytes[1000...]].map { compress(Array($0)) }
    }

    private func ids(_ path: String, pageRows: Int = 1000) async throws -> [String] {
        try await InventoryWalk.file(path, pageRows: pageRows).clips.map {
            String(decoding: $0.id.bytes, as: UTF8.self)
        }
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `a compressed file that is cut anywhere never completes`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let whole = Self.parts(packing).flatMap(\.self)
        for length in 0..<whole.count {
            let path = try folder.write(whole[..<length], as: "clips.jsonl\(packing.suffix)")

            await #expect(throws: InventoryError.self, "\(length)") { try await InventoryWalk.file(path) }
        }
        #expect(try await ids(try folder.write(whole, as: "clips.jsonl\(packing.suffix)")) == Self.ids)
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `a file that is cut says where its last part begins`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let parts = Self.parts(packing)
        let path = try folder.write(parts[0] + parts[1] + parts[2].dropLast(), as: "c\(packing.suffix)")
        let word = packing == .gzip ? "gzip member" : "zstd frame"

        let error = await #expect(throws: InventoryError.self) { try await InventoryWalk.file(path) }

        let begin = parts[0].count + parts[1].count
        #expect(
            error?.description
                == "inventory \(path) is damaged at byte \(begin): the \(word) that begins there breaks off; "
                + "nothing was sent: export it again, then plan again"
        )
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `a flipped bit is found, or changes no clip`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let whole = Self.parts(packing).flatMap(\.self)
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 1 << (index % 8)
            let path = try folder.write(bytes, as: "clips.jsonl\(packing.suffix)")
            let source = try InventoryWalk.source(path)
            do throws(InventoryError) {
                let walk = try await InventoryWalk(source)
                #expect(walk.clips.map(\.id.bytes) == Self.ids.map { Array($0.utf8) }, "\(index)")
            } catch {
                switch error.cause {
                case .damaged, .notAnInventory, .truncated: continue
                default: Issue.record("\(index): \(error)")
                }
            }
        }
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `a wrong checksum is named with its part`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let parts = Self.parts(packing)
        var second = parts[1]
        // gzip's checksum stands before the length, zstd's is the end.
        second[second.count - (packing == .gzip ? 8 : 1)] ^= 1
        let path = try folder.write(parts[0] + second + parts[2], as: "c\(packing.suffix)")

        let error = await #expect(throws: InventoryError.self) { try await InventoryWalk.file(path) }

        guard case .damaged(at: Int64(parts[0].count), let why) = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(why.contains(packing == .gzip ? "incorrect data check" : "doesn't match checksum"))
    }

    @Test(
        arguments: [InventoryPacking.gzip, .zstd],
        [[0], [0, 0, 0, 0, 0], [0x1f], [0x28, 0xb5], Array("{}".utf8)]
    )
    func `what follows the last part is an error`(packing: InventoryPacking, rest: [UInt8]) async throws {
        let folder = try ScratchFolder()
        let whole = Self.parts(packing).flatMap(\.self)
        let path = try folder.write(whole + rest, as: "c\(packing.suffix)")

        let error = await #expect(throws: InventoryError.self) { try await InventoryWalk.file(path) }

        guard case .damaged(at: Int64(whole.count), _) = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `a compressed line of sixteen megabytes is skipped in constant memory`(
        packing: InventoryPacking
    ) async throws {
        let folder = try ScratchFolder()
        let zeros = [UInt8](repeating: UInt8(ascii: "["), count: 16 << 20)
        let path = try folder.write(
            packing.packed(Array("{\"id\":\"a\"}\n".utf8) + zeros + Array("\n{\"id\":\"b\"}\n".utf8)),
            as: "bomb\(packing.suffix)"
        )
        let compression = InventoryCompression(fileName: path)
        var bytes = try InventoryBytes(path: path, compression, source: path)
        bytes.beginHash(after: [])
        var largest = 0
        var lines = 0
        while true {
            if case .end = try bytes.nextLine() { break }
            lines += 1
            largest = max(largest, bytes.buffer.capacity)
        }

        #expect(lines == 3)
        #expect(largest <= 4 << 20)
        #expect(try await InventoryWalk.file(path).badRows.map(\.line) == [2])
    }

    @Test(arguments: [(23, true), (24, false), (31, false)])
    func `a zstd window of more than eight mebibytes is refused`(windowLog: UInt8, isRead: Bool) async throws
    {
        let folder = try ScratchFolder()
        let rows = Compressed.zstd(Array("{\"id\":\"a\"}\n".utf8))
        let path = try folder.write(rows + Compressed.zstdFrame(windowLog: windowLog), as: "c.zst")
        guard !isRead else {
            #expect(try await ids(path) == ["a"])
            return
        }

        let why =
            "its zstd frame at byte \(rows.count) needs a window of more than 8 MiB; compress it without --ultra and --long"
        await #expect(throws: InventoryError(source: path, cause: .notAnInventory(why))) {
            try await InventoryWalk.file(path)
        }
    }

    @Test(arguments: [".gz", ".zst"])
    func `what is not compressed as its name says is no inventory`(suffix: String) async throws {
        let folder = try ScratchFolder()
        let other = suffix == ".gz" ? Compressed.zstd([]) : Compressed.gzip([])
        for bytes in [[], Array("{\"id\":\"a\"}\n".utf8), other] {
            let path = try folder.write(bytes, as: "c\(suffix)")
            let error = await #expect(throws: InventoryError.self) { try await InventoryWalk.file(path) }

            guard case .notAnInventory = error?.cause else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `what is compressed twice is no inventory`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(packing.packed(packing.packed([65])), as: "c\(packing.suffix)")

        await #expect(
            throws: InventoryError(
                source: path,
                cause: .notAnInventory("it is compressed twice; compress it once")
            )
        ) { try await InventoryWalk.file(path) }
    }

    @Test(arguments: [InventoryCompression.gzip, .zstd])
    func `a job's word on compression wins over the name`(compression: InventoryCompression) async throws {
        let folder = try ScratchFolder()
        let row = Array("{\"id\":\"a\"}\n".utf8)
        let bytes = compression == .gzip ? Compressed.gzip(row) : Compressed.zstd(row)
        var settings = FileInventory.Settings(files: [try folder.write(bytes, as: "export.bin")])
        settings.compression = compression
        #expect(
            try await InventoryWalk(InventoryKind.files(.jsonLines, settings).sources(of: [])[0]).clips.count
                == 1
        )

        settings.files = [try folder.write(row, as: "plain.gz")]
        settings.compression = InventoryCompression.none
        #expect(
            try await InventoryWalk(InventoryKind.files(.jsonLines, settings).sources(of: [])[0]).clips.count
                == 1
        )
    }

    /// Were an earlier part read again, or a page expanded from the file's beginning, the damage would be found.
    @Test(arguments: [InventoryPacking.gzip, .zstd], [true, false])
    func `what was expanded is read again from its own part only`(
        packing: InventoryPacking,
        isNew: Bool
    ) async throws {
        let folder = try ScratchFolder()
        let parts = Self.parts(packing)
        let path = try folder.write(parts.flatMap(\.self), as: "c\(packing.suffix)")
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        let source = try InventoryWalk.source(path, pageRows: 18)
        let first = try await source.page(after: nil)
        let second = try await source.page(after: first.cursor)
        #expect(second.cursor.member == .init(begin: Int64(parts[0].count + parts[1].count), offset: 1000))
        let damaged = [UInt8](repeating: 0, count: parts[0].count + parts[1].count) + parts[2]
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: damaged)
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)

        let rest = try await InventoryWalk(
            isNew ? try InventoryWalk.source(path, pageRows: 18) : source,
            after: second.cursor
        )

        #expect(rest.clips.map(\.id.bytes) == Self.ids[36...].map { Array($0.utf8) })
    }

    @Test(arguments: [InventoryPacking.gzip, .zstd])
    func `one part over many pages is expanded once in a walk`(packing: InventoryPacking) async throws {
        let folder = try ScratchFolder()
        let rows = (0..<100_000).map { "{\"id\":\"clip-\($0)\"}\n" }.joined()
        let whole = packing.packed(Array(rows.utf8))
        let path = try folder.write(whole, as: "c\(packing.suffix)")
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        let source = try InventoryWalk.source(path)
        let first = try await source.page(after: nil)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: [UInt8](repeating: 0, count: 100))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)

        #expect(try await InventoryWalk(source, after: first.cursor).clips.count == 99_000)
    }

    @Test(arguments: [InventoryPacking.gzipInSmallMembers, .zstdInSmallFrames])
    func `a compressed pipe is walked as a file is`(packing: InventoryPacking) async throws {
        let pipe = Pipe()
        defer { withExtendedLifetime(pipe) {} }
        let bytes = packing.packed(Array(Self.rows.joined().utf8))
        var settings = FileInventory.Settings(files: [
            "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        ])
        settings.compression = packing.suffix == ".gz" ? .gzip : .zstd
        settings.pageRows = 7
        let source = try InventoryKind.files(.jsonLines, settings).sources(of: [])[0]
        let writer = Task.detached {
            try pipe.fileHandleForWriting.write(contentsOf: bytes)
            try pipe.fileHandleForWriting.close()
        }

        let walk = try await InventoryWalk(source)
        try await writer.value

        #expect(walk.clips.map(\.id.bytes) == Self.ids.map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            (-1, nil), (10, InventoryCursor.Member(begin: -5, offset: 0)), (10, .init(begin: 0, offset: 11)),
            (10, .init(begin: 0, offset: -1)), (1_000_000, .init(begin: 0, offset: 0)),
        ] as [(Int64, InventoryCursor.Member?)]
    )
    func `a cursor to no place is refused`(offset: Int64, member: InventoryCursor.Member?) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Self.parts(.gzip).flatMap(\.self), as: "c.gz")
        var cursor = InventoryCursor(
            identity: try FileIdentity(path: path, source: path).description,
            offset: offset,
            lines: 1,
            rows: 1,
            consumed: "",
            isComplete: false
        )
        cursor.member = member

        await #expect(throws: InventoryError(source: path, cause: .changed)) {
            try await InventoryWalk.source(path).page(after: cursor)
        }
    }
}
