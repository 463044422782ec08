/// Pieces of a page, in which whatever comes from outside is text and nothing else.
enum HTMLText {
    /// Text for an element or a double-quoted attribute: made visible first, so that nothing reorders or hides the page.
    static func of(_ text: String) -> String {
        var escaped = ""
        for character in VisibleText.of(text, limit: 4096).unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// A table in a box that scrolls by itself on a narrow screen, reachable by keyboard.
    ///
    /// Cells are markup already; `numeric` are the columns that are set flush right.
    static func table(
        _ caption: String,
        _ columns: [String],
        numeric: Set<Int> = [],
        _ rows: [[String]]
    ) -> String {
        let body = rows.map { "<tr>" + cells($0, "td", numeric) + "</tr>\n" }.joined()
        return openTable(caption, columns, numeric: numeric) + body + closeTable
    }

    /// The beginning of a table whose rows come one after the other.
    static func openTable(_ caption: String, _ columns: [String], numeric: Set<Int> = []) -> String {
        let label = of(caption)
        let head = cells(columns.map(of), "th scope=\"col\"", numeric)
        return """
            <div class="scroll" role="region" aria-label="\(label)" tabindex="0"><table>
            <caption>\(label)</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>

            """
    }

    static let closeTable = "</tbody></table></div>\n"

    /// Cells of a row, each with the class that its column has, if any.
    static func cells(
        _ cells: [String],
        _ tag: String,
        _ numeric: Set<Int>,
        classes: [Int: String] = [:]
    ) -> String {
        let name = tag.prefix { $0 != " " }
        return cells.enumerated().map { index, cell in
            let kind = numeric.contains(index) ? "number" : classes[index]
            return "<\(tag)\(kind.map { " class=\"\($0)\"" } ?? "")>\(cell)</\(name)>"
        }.joined()
    }

    /// A state as a word in its colour; the word alone says it too.
    static func badge(_ word: String, _ kind: String) -> String {
        "<span class=\"badge \(of(kind))\">\(of(word))</span>"
    }

    /// A number with its thousands apart.
    static func number(_ value: some BinaryInteger) -> String {
        let digits = Array("\(value)".drop { $0 == "-" })
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in
            String(digits[max(0, end - 3)..<end])
        }
        return (value < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// A time as a person says it: `850 ms`, `12.4 s`, `7 min 5 s`, `3 h 20 min`, `2 d 4 h`.
    static func time(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        switch seconds {
        case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
        case ..<60:
            let tenths = Int((seconds * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        case ..<3600: return pair(Int(seconds), 60, "min", 1, "s")
        case ..<86_400: return pair(Int(seconds), 3600, "h", 60, "min")
        default: return pair(Int(seconds), 86_400, "d", 3600, "h")
        }
    }

    /// A place in a video: `0:12:05`.
    static func position(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(seconds / 3600):" + parts.joined(separator: ":")
    }

    private static func pair(
        _ seconds: Int,
        _ large: Int,
        _ name: String,
        _ small: Int,
        _ rest: String
    ) -> String {
        let left = seconds % large / small
        return "\(seconds / large) \(name)" + (left == 0 ? "" : " \(left) \(rest)")
    }
}
