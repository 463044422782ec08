/// A text of `[sections]` with `key = value` lines, as `.edgerc` and AWS's credentials files are.
///
/// Lines that begin with `#` or `;` are comments. A value is everything after the first `=`, its outer blanks aside: keys
/// end in `=`, and hold `#`.
package struct SectionedText: Sendable {
    package private(set) var sections: [String: [String: String]] = [:]

    package init(_ text: String) {
        var name: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = Self.trimmed(line)
            guard let first = line.first, first != "#", first != ";" else { continue }

            if first == "[", line.last == "]" {
                let section = String(Self.trimmed(line.dropFirst().dropLast()))
                sections[section] = sections[section] ?? [:]
                name = section
            } else if let name, let mark = line.firstIndex(of: "=") {
                let key = String(Self.trimmed(line[..<mark])).lowercased()
                sections[name]?[key] = String(Self.trimmed(line[line.index(after: mark)...]))
            }
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank = { (letter: Character) in letter == " " || letter == "\t" || letter == "\r" }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
