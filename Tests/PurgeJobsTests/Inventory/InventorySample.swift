import Testing

@testable import PurgeJobs

/// One inventory of each content, and each way to pack it.
struct InventorySample: CustomTestStringConvertible {
    static let allCases = InventoryContent.allCases.flatMap { content in
        packings(of: content).map { Self(content: content, packing: $0) }
    }

    /// Megabytes are walked in two ways only: it takes its time in a debug build, byte by byte.
    private static func packings(of content: InventoryContent) -> [InventoryPacking] {
        content == .longLines ? [.plain, .gzipInSmallMembers] : InventoryPacking.allCases
    }

    let content: InventoryContent
    let packing: InventoryPacking

    var testDescription: String { "\(content), \(packing)" }

    var ids: [String] { get throws { try content.ids } }

    var badLines: [Int] { content.badLines }

    /// The sources of its kind, of which there is one; a kind that is added has its own samples here.
    func kind(in folder: ScratchFolder, pageRows: Int, pageBytes: Int = 1 << 20) throws -> InventoryKind {
        let bytes = packing.packed(Array(try content.bytes()))
        let file = try folder.write(bytes, as: "\(content).jsonl\(packing.suffix)")
        var settings = FileInventory.Settings(files: [file])
        settings.pageRows = pageRows
        settings.pageBytes = pageBytes
        return .jsonLines(settings)
    }
}
