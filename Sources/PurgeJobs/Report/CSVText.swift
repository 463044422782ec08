/// Rows of comma-separated values (RFC 4180) that no spreadsheet takes for formulas.
///
/// All of it goes by scalars: a quote or comma with a combining mark after it is another `Character`, and the same quote
/// or comma to whoever reads the file.
enum CSVText {
    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%"]
    private static let quotedFor: Set<Unicode.Scalar> = [",", "\"", "\r", "\n", ";"]

    /// One line with its CRLF; every text is made visible and, where a spreadsheet would compute it, begun with an apostrophe
    /// (OWASP, "CSV Injection").
    static func row(_ values: [String]) -> String { values.map(cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ value: String) -> String {
        let text = VisibleText.of(value, limit: 4096).unicodeScalars
        let isFormula = text.first.map { formulaStarts.contains($0) } ?? false
        let safe = (isFormula ? ["'"] : []) + Array(text)
        guard safe.contains(where: { quotedFor.contains($0) }) else { return Self.text(safe) }

        let doubled = safe.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return Self.text(["\""] + doubled + ["\""])
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
