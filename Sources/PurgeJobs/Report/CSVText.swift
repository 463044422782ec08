/// Rows of comma-separated values (RFC 4180) that no spreadsheet takes for formulas.
enum CSVText {
    private static let formulaStarts: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%"]

    /// One line with its CRLF; every text is made visible and, where a spreadsheet would compute it, quoted by an
    /// apostrophe (OWASP, "CSV Injection").
    static func row(_ values: [String]) -> String { values.map(cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ value: String) -> String {
        let text = VisibleText.of(value, limit: 4096)
        let safe = text.first.map { formulaStarts.contains($0) } == true ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n;".contains($0) }) else { return safe }

        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
