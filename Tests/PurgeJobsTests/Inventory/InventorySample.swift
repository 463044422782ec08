import Foundation
import Testing

@testable import PurgeJobs

/// One inventory of each format and content, and each way to pack it.
struct InventorySample: CustomTestStringConvertible {
    static let allCases = InventoryFormat.allCases.flatMap { format in
        InventoryContent.allCases.flatMap { content in
            packings(of: content).map { Self(format: format, content: content, packing: $0) }
        }
    }

    /// What is large is walked in a few ways only: it takes its time in a debug build, byte by byte.
    private static func packings(of content: InventoryContent) -> [InventoryPacking] {
        switch content {
        case .longLines: [.plain, .gzipInSmallMembers]
        case .synthetic: [.plain, .gzip, .zstdInSmallFrames]
        case .awkwardLines, .noLastNewline, .badRows, .empty: InventoryPacking.allCases
        }
    }

    let format: InventoryFormat
    let content: InventoryContent
    let packing: InventoryPacking

    var testDescription: String { "\(format), \(content), \(packing)" }

    var ids: [String] { get throws { try content.ids } }

    /// The first line of a CSV file names its columns.
    var badLines: [Int] { format == .csv ? content.badLines.map { $0 + 1 } : content.badLines }

    /// The sources of its kind, of which there is one; a kind that is added has its own samples here.
    ///
    /// The file is written once for each folder.
    func kind(in folder: ScratchFolder, pageRows: Int, pageBytes: Int = 1 << 20) throws -> InventoryKind {
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
}
