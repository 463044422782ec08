import Foundation
import Testing

@testable import PurgeJobs

@Suite struct InventoryFilesTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        for name in ["b.jsonl", "a.jsonl", "B.jsonl", "a-1.jsonl", "c.txt", ".hidden.jsonl"] {
            try folder.write("{\"id\":\"\(name)\"}\n", as: name)
        }
    }

    private func names(_ patterns: [String], in directory: String? = nil) throws -> [String] {
        let settings = FileInventory.Settings(files: patterns, directory: directory ?? folder.path)
        return try InventoryKind.files(.jsonLines, settings).sources(of: []).map { source in
            #expect(source.name.hasPrefix("/"))
            return String(source.name.dropFirst(folder.path.count + 1))
        }
    }

    @Test func `a pattern finds its files in the order of their bytes`() throws {
        #expect(try names(["*.jsonl"]) == ["B.jsonl", "a-1.jsonl", "a.jsonl", "b.jsonl"])
    }

    @Test func `patterns keep their order`() throws {
        #expect(
            try names(["b.*", "c.txt", "\(folder.path)/[aB].jsonl"]) == [
                "b.jsonl", "c.txt", "B.jsonl", "a.jsonl",
            ]
        )
    }

    @Test(arguments: ["*.csv", "missing.jsonl", "missing/*.jsonl"])
    func `a pattern that finds nothing is an error`(pattern: String) {
        #expect(throws: InventoryError(source: pattern, cause: .nothingFound)) { try names([pattern]) }
    }

    @Test func `the same file twice is an error`() throws {
        let path = "\(folder.path)/a.jsonl"
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: path)

        #expect(throws: InventoryError(source: path, cause: .namedTwice(as: path))) {
            try names(["a.jsonl", "[a].jsonl"])
        }
        #expect(throws: InventoryError(source: "\(folder.path)/link", cause: .namedTwice(as: path))) {
            try names(["*.jsonl", "link"])
        }
    }

    @Test func `a directory is no inventory`() {
        #expect(throws: InventoryError(source: folder.path, cause: .unreadable("it is a directory"))) {
            try names([folder.path])
        }
    }

    @Test(arguments: ["", "a\0b"])
    func `a path that cannot be one is refused`(pattern: String) {
        #expect(throws: InventoryError.self) { try names([pattern]) }
    }

    @Test func `the name of the directory is no pattern`() throws {
        let odd = "\(folder.path)/[x]*"
        try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: false)
        try folder.write("", as: "[x]*/in.jsonl")

        #expect(try names(["*.jsonl"], in: odd) == ["[x]*/in.jsonl"])
    }

    @Test func `a file that vanished is unreadable, and says so`() async throws {
        let path = "\(folder.path)/a.jsonl"
        let source = try InventoryWalk.source(path)
        try FileManager.default.removeItem(atPath: path)

        let error = await #expect(throws: InventoryError.self) { try await source.page(after: nil) }

        #expect(
            error?.description == "inventory \(path) cannot be read: there is no such file; nothing was sent"
        )
    }
}
