/// Finds the known name that somebody probably meant.
enum NearestName {
    /// The name at the fewest single-letter edits, case aside; nil where none is near enough to be a slip.
    static func of(_ name: String, among known: some Sequence<String>) -> String? {
        guard name.utf8.count <= 64 else { return nil }

        let wanted = Array(name.lowercased().utf8)
        let nearest = known.map { (name: $0, edits: edits(wanted, Array($0.lowercased().utf8))) }
            .min { ($0.edits, $0.name) < ($1.edits, $1.name) }
        return nearest.flatMap {
            $0.edits <= max($0.name.utf8.count > 3 ? 2 : 1, $0.name.utf8.count / 3) ? $0.name : nil
        }
    }

    /// What to do about a name that is not known: the one that was probably meant, else all there are.
    static func remedy(for name: String, among known: [String], _ plural: String) -> String {
        if let nearest = of(name, among: known) { return "did you mean '\(nearest)'?" }
        return known.isEmpty ? "there are no \(plural) here" : "the \(plural) here are \(list(known))"
    }

    /// Names in one line, cut after a dozen.
    static func list(_ names: [String]) -> String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }

    /// The Levenshtein distance of two names.
    private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
