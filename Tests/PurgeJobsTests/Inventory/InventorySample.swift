import Foundation
import GRDB
import Testing

@testable import PurgeJobs

/// One inventory of each format and content, and each way to pack it; and the same in tables.
struct InventorySample: CustomTestStringConvertible {
    static let allCases =
        InventoryFormat.allCases.flatMap { format in
            InventoryContent.allCases.flatMap { content in
                packings(of: content).map { Self(format: format, content: content, packing: $0) }
            }
        }
        // A table has no lines that could be too long.
        + InventoryContent.allCases.filter { $0 != .longLines }
        .map { Self(format: nil, content: $0, packing: .plain) }

    /// What is large is walked in a few ways only: it takes its time in a debug build, byte by byte.
    private static func packings(of content: InventoryContent) -> [InventoryPacking] {
        switch content {
        case .longLines: [.plain, .gzipInSmallMembers]
        case .synthetic: [.plain, .gzip, .zstdInSmallFrames]
        case .awkwardLines, .noLastNewline, .badRows, .empty: InventoryPacking.allCases
        }
    }

    /// Nil for a table.
    let format: InventoryFormat?
    let content: InventoryContent
    let packing: InventoryPacking

    var testDescription: String { "\(format?.rawValue ?? "table"), \(content), \(packing)" }

    var ids: [String] { get throws { try content.ids } }

    /// The first line of a CSV file names its columns.
    var badLines: [Int] { format == .csv ? content.badLines.map { $0 + 1 } : content.badLines }

    /// The sources of its kind, of which there is one; a kind that is added has its own samples here.
    ///
    /// The file is written once for each folder.
    func kind(in folder: ScratchFolder, pageRows: Int, pageBytes: Int = 1 << 20) throws -> InventoryKind {
        guard let format else { return try table(in: folder, pageRows: pageRows) }

        let name = "\(content).\(format)\(packing.suffix)"
        let file = "\(folder.path)/\(name)"
        if !FileManager.default.fileExists(atPath: file) {
            let bytes = format == .csv ? try content.csv() : Array(try content.bytes())
            try folder.write(packing.packed(bytes), as: name)
        }
        var settings = FileInventory.Settings(files: [file])
        settings.pageRows = pageRows
        settings.pageBytes = pageBytes
        return format == .csv ? .csv(settings) : .jsonLines(settings)
    }

    /// A table with the content's ids, and no id where the content has a bad row.
    private func table(in folder: ScratchFolder, pageRows: Int) throws -> InventoryKind {
        let file = "\(folder.path)/\(content).sqlite"
        if !FileManager.default.fileExists(atPath: file) {
            let queue = try DatabaseQueue(path: file)
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE clips (n INTEGER PRIMARY KEY, id TEXT)")
                var ids = try content.ids[...]
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
