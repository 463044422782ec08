/// An inventory with one JSON object a line (https://jsonlines.org): a file, a FIFO or standard input.
///
/// A regular file is opened anew for every page, at the place where the cursor says, so that a page needs nothing
/// but its cursor; its identity is compared before and after. A line that ends in no newline counts only as a whole
/// object, so a file that was cut, or is still being written, never completes.
package struct JSONLinesInventory: InventorySource {
    /// Which files to walk, and how to read their rows.
    package struct Settings: Hashable, Sendable {
        /// Paths or patterns of glob(7), in the order of the walk; `-` is standard input.
        package var files: [String]
        /// Where relative ones begin; nil for the working directory.
        package var directory: String?
        package var fields: InventoryFields
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
    private let pager: JSONLinesPager
    private let stream: InventoryStream?

    /// The inventory in one file that exists.
    init(_ file: InventoryFiles.File, _ settings: Settings) {
        name = file.name
        path = file.path
        pager = JSONLinesPager(
            source: file.name,
            tree: InventoryFieldTree(settings.fields),
            limits: JSONLinesPager.Limits(rows: max(1, settings.pageRows), bytes: max(1, settings.pageBytes))
        )
        stream = file.isRegular ? nil : InventoryStream(path: path, pager: pager)
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        if let stream { return try await stream.page(after: cursor) }

        var feed = try LineFeed(path: path, offset: cursor?.offset ?? 0, source: name)
        let identity = try feed.identity().description
        let cursor = cursor ?? .start(identity: identity)
        guard cursor.identity == identity else { throw InventoryError(source: name, cause: .changed) }

        let page = try pager.page(of: &feed, after: cursor)
        guard try feed.identity().description == identity else {
            throw InventoryError(source: name, cause: .changed)
        }

        return page
    }

    package func changedAt() async throws(InventoryError) -> Timestamp? {
        guard stream == nil else { return nil }

        return Timestamp(microseconds: try FileIdentity(path: path, source: name).modified / 1000)
    }
}

extension JSONLinesInventory.Settings {
    /// One inventory for each file that the settings name.
    func sources() throws(InventoryError) -> [any InventorySource] {
        try InventoryFiles(patterns: files, directory: directory).files.map { JSONLinesInventory($0, self) }
    }
}
