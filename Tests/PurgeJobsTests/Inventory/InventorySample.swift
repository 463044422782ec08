import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// One inventory of each format and content, and each way to pack it; and the same in tables and behind APIs.
struct InventorySample: CustomTestStringConvertible {
    /// What holds the rows.
    enum Holder {
        case file(InventoryFormat, InventoryPacking)
        case table
        case api(ClipAPI.Way)
        /// A tree with a file for each clip.
        case tree
    }

    static let allCases =
        InventoryFormat.allCases.flatMap { format in
            InventoryContent.allCases.flatMap { content in
                packings(of: content).map { Self(holder: .file(format, $0), content: content) }
            }
        }
        // What is in no lines has none that could be too long.
        + InventoryContent.allCases.filter { $0 != .longLines }.flatMap { content in
            [Self(holder: .table, content: content), Self(holder: .tree, content: content)]
                + ClipAPI.Way.allCases.map { Self(holder: .api($0), content: content) }
        }

    /// What is large is walked in a few ways only: it takes its time in a debug build, byte by byte.
    private static func packings(of content: InventoryContent) -> [InventoryPacking] {
        switch content {
        case .longLines: [.plain, .gzipInSmallMembers]
        case .synthetic: [.plain, .gzip, .zstdInSmallFrames]
        case .awkwardLines, .noLastNewline, .badRows, .empty: InventoryPacking.allCases
        }
    }

    let holder: Holder
    let content: InventoryContent

    var testDescription: String { "\(holder), \(content)" }

    var ids: [String] {
        get throws {
            guard case .tree = holder else { return try content.ids }

            return try names.filter { !$0.isOdd }.map(\.id)
        }
    }

    /// The first line of a CSV file names its columns; a tree has an order of its own.
    var badLines: [Int] {
        get throws {
            switch holder {
            case .file(.csv, _): content.badLines.map { $0 + 1 }
            case .tree: try names.enumerated().filter(\.element.isOdd).map { $0.offset + 1 }
            case .file, .table, .api: content.badLines
            }
        }
    }

    /// The files of a tree in the order of their paths; those whose names hold no id are odd.
    private var names: [(id: String, isOdd: Bool)] {
        get throws {
            let ids = try Set(content.ids).map { ($0, false) } + content.badLines.map { (" \($0)", true) }
            return ids.sorted { "\($0.0).html".utf8.lexicographicallyPrecedes("\($1.0).html".utf8) }
        }
    }

    /// The sources of its kind, of which there is one; a kind that is added has its own samples here.
    ///
    /// The file is written once for each folder.
    func kind(in folder: ScratchFolder, pageRows: Int, pageBytes: Int = 1 << 20) throws -> InventoryKind {
        switch holder {
        case .table: return try table(in: folder, pageRows: pageRows)
        case .tree: return try tree(in: folder, pageRows: pageRows)
        case .api(let way):
            let file = try written("\(content).rows", in: folder) { Array(try content.bytes()) }
            return .http(try ClipAPI.shared.get().settings(way, of: file, pageRows: pageRows))
        case .file(let format, let packing):
            let file = try written("\(content).\(format)\(packing.suffix)", in: folder) {
                packing.packed(format == .csv ? try content.csv() : Array(try content.bytes()))
            }
            var settings = FileInventory.Settings(files: [file])
            settings.pageRows = pageRows
            settings.pageBytes = pageBytes
            return .files(format, settings)
        }
    }

    private func tree(in folder: ScratchFolder, pageRows: Int) throws -> InventoryKind {
        let root = "\(folder.path)/\(content).tree"
        if !FileManager.default.fileExists(atPath: root) {
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            for name in try names { try folder.write("", as: "\(content).tree/\(name.id).html") }
        }
        var settings = DirectoryInventory.Settings(
            root: root,
            patterns: KeyPattern.all(of: try Template("{id}.html"), [])
        )
        settings.pageRows = pageRows
        return .directory(settings)
    }

    private func written(
        _ name: String,
        in folder: ScratchFolder,
        _ bytes: () throws -> [UInt8]
    ) throws -> String {
        let file = "\(folder.path)/\(name)"
        if !FileManager.default.fileExists(atPath: file) { try folder.write(bytes(), as: name) }
        return file
    }

    /// A table with the content's ids, and no id where the content has a bad row.
    private func table(in folder: ScratchFolder, pageRows: Int) throws -> InventoryKind {
        let file = "\(folder.path)/\(content).sqlite"
        if !FileManager.default.fileExists(atPath: file) {
            let queue = try DatabaseQueue(path: file)
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE clips (n INTEGER PRIMARY KEY, id TEXT)")
                var ids = try content.ids[...]
                let badLines = content.badLines
                for line in 1...max(1, ids.count + badLines.count)
                where !ids.isEmpty || badLines.contains(line) {
                    let id = badLines.contains(line) ? nil : ids.popFirst()
                    try db.execute(sql: "INSERT INTO clips (id) VALUES (?)", arguments: [id])
                }
            }
            try queue.close()
        }
        var settings = SQLiteInventory.Settings(files: [file], table: "clips", key: "n")
        settings.pageRows = pageRows
        return .sqlite(settings)
    }
}
