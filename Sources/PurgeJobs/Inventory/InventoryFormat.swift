/// How a file says its rows: a format is one case here, and a file of its own that cuts and reads them.
package enum InventoryFormat: String, CaseIterable, Hashable, Sendable {
    /// One JSON object a line.
    case jsonLines
    /// Comma-separated values, the columns named by the first record.
    case csv

    /// What the names of its files end in, before the ending of a compression.
    private var ending: String {
        switch self {
        case .jsonLines: ".jsonl"
        case .csv: ".csv"
        }
    }

    /// What a row is, for a first job file.
    package var sentence: String {
        switch self {
        case .jsonLines: "One JSON object a line and a clip"
        case .csv: "One record a clip, the columns named by the first"
        }
    }

    /// What a file's name says, whether it is compressed or not: JSON Lines unless it ends as another format's do.
    package init(fileName: String) {
        let packings = ["", ".gz", ".zst"]
        self =
            Self.allCases.first { format in packings.contains { fileName.hasSuffix(format.ending + $0) } }
            ?? .jsonLines
    }

    /// The rows of an open file from where it stands.
    ///
    /// `head` opens the file once more at its beginning, for a format whose first lines say what the later ones mean; it is
    /// asked for nothing where the bytes stand there themselves.
    ///
    /// - Throws: what `head` and reading it throw.
    func rows(
        _ bytes: InventoryBytes,
        _ fields: InventoryFields,
        source: String,
        head: () throws(InventoryError) -> InventoryBytes?
    ) throws(InventoryError) -> any InventoryRows {
        switch self {
        case .jsonLines: JSONLinesRows(bytes, InventoryFieldTree(fields), source: source)
        case .csv: try CSVRows(bytes, fields, head: head(), source: source)
        }
    }
}
