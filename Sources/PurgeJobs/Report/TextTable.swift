/// Rows of short texts in columns, two spaces in.
package struct TextTable {
    let columns: [String]
    let rows: [[String]]

    package init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    package var text: String {
        let cells = [columns] + rows.map { $0.map { VisibleText.of($0) } }
        let widths = columns.indices.map { column in cells.map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        return cells.map { row in
            let padded = zip(row, widths).map { Self.padded($0, $1) }.joined(separator: "  ")
            return "  " + padded.trimmedEnd + "\n"
        }.joined()
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    }
}

extension String {
    fileprivate var trimmedEnd: Substring {
        let end = lastIndex { $0 != " " }.map(index(after:)) ?? startIndex
        return self[..<end]
    }
}
