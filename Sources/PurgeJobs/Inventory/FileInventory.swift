/// An inventory with one row a clip, in a file, a FIFO or standard input, as it is or compressed.
///
/// A regular file can be walked from any cursor, in any process; its identity is compared before and after each
/// page.
package struct FileInventory: InventorySource {
    /// Which files to walk, and how to read their rows.
    package struct Settings: Hashable, Sendable {
        /// Paths or patterns of glob(7), in the order of the walk; `-` is standard input.
        package var files: [String]
        /// Where relative ones begin; nil for the working directory.
        package var directory: String?
        package var fields: InventoryFields
        /// How they are compressed; nil for what the end of each one's name says.
        package var compression: InventoryCompression?
        /// The most rows of one page.
        package var pageRows = 1000
        /// The bytes after which a page ends with the row that it is in.
        package var pageBytes = 1 << 20

        package init(files: [String], directory: String? = nil, fields: InventoryFields = .standard) {
            self.files = files
            self.directory = directory
            self.fields = fields
        }
    }

    /// What a job writes for standard input.
    static let standardInput = "-"

    package let name: String
    private let path: String
    private let rows: KeptRows
    private let stream: InventoryStream?

    /// The inventory in one file that exists.
    init(_ file: InventoryFiles.File, _ format: InventoryFormat, _ settings: Settings) {
        name = file.name
        path = file.path
        let shape = FileShape(
            source: file.name,
            path: file.path,
            format: format,
            compression: settings.compression ?? InventoryCompression(fileName: file.name),
            fields: settings.fields
        )
        let pager = InventoryPager(rows: max(1, settings.pageRows), bytes: max(1, settings.pageBytes))
        rows = KeptRows(shape, pager)
        stream = file.isRegular ? nil : InventoryStream(shape, pager)
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        if let stream { return try await stream.page(after: cursor) }

        let identity = try FileIdentity(path: path, source: name).description
        let cursor = cursor ?? .start(identity: identity)
        guard cursor.identity == identity else { throw InventoryError(source: name, cause: .changed) }

        return cursor.isComplete ? .end(at: cursor) : try rows.page(after: cursor)
    }

    package func changedAt() async throws(InventoryError) -> Timestamp? {
        guard stream == nil else { return nil }

        return Timestamp(microseconds: try FileIdentity(path: path, source: name).modified / 1000)
    }
}

extension FileInventory.Settings {
    /// One inventory for each file that the settings name.
    func sources(_ format: InventoryFormat) throws(InventoryError) -> [any InventorySource] {
        try InventoryFiles(patterns: files, directory: directory).files.map {
            FileInventory($0, format, self)
        }
    }
}
