@testable import PurgeJobs

/// Everything that a walk to the end found, and every cursor that it was handed.
struct InventoryWalk {
    var clips: [Clip] = []
    var badRows: [InventoryPage.BadRow] = []
    var rows = 0
    var cursors: [InventoryCursor] = []
    /// How many clips and rows were known at each cursor.
    var known: [(clips: Int, rows: Int)] = []

    /// Walks `source` from `cursor` to its end.
    init(_ source: any InventorySource, after cursor: InventoryCursor? = nil) async throws(InventoryError) {
        var cursor = cursor
        var isLast = false
        while !isLast {
            let page = try await source.page(after: cursor)
            clips += page.clips
            badRows += page.badRows
            rows += page.rows
            cursors.append(page.cursor)
            known.append((clips.count, rows))
            cursor = page.cursor
            isLast = page.isLast
        }
    }

    /// Walks the one source that a file is.
    static func file(
        _ path: String,
        fields: InventoryFields = .standard,
        pageRows: Int = 1000,
        pageBytes: Int = 1 << 20
    ) async throws -> Self {
        try await Self(source(path, fields: fields, pageRows: pageRows, pageBytes: pageBytes))
    }

    static func source(
        _ path: String,
        fields: InventoryFields = .standard,
        pageRows: Int = 1000,
        pageBytes: Int = 1 << 20
    ) throws -> any InventorySource {
        var settings = FileInventory.Settings(files: [path], fields: fields)
        settings.pageRows = pageRows
        settings.pageBytes = pageBytes
        return try InventoryKind.files(.jsonLines, settings).sources(of: [])[0]
    }
}
