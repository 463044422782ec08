/// Reads Prometheus' text format 0.0.4 as strictly as node_exporter's textfile collector, and stricter where practice is.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct ExpositionReader {
    struct Flaw: Error, CustomStringConvertible {
        let line: Int
        let description: String
    }

    /// By name and labels as they are written.
    private(set) var samples: [String: Double] = [:]
    private(set) var types: [String: String] = [:]

    private var current = ""
    private var number = 0
    private var hasSample = true

    init(_ text: String) throws {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw flaw("the last line does not end") }

        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            number += 1
            if line.hasPrefix("# HELP ") {
                try readHelp(line.dropFirst(7))
            } else if line.hasPrefix("# TYPE ") {
                try readType(line.dropFirst(7))
            } else {
                try readSample(line)
            }
        }
        guard hasSample else { throw flaw("\(current) has no sample") }
    }

    private func flaw(_ text: String) -> Flaw { Flaw(line: number, description: "line \(number): \(text)") }

    private mutating func readHelp(_ line: Substring) throws {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard hasSample else { throw flaw("\(current) has no sample") }
        guard parts.count == 2, parts[0].wholeMatch(of: /purge_[a-z][a-z0-9_]*/) != nil else {
            throw flaw("no name and help")
        }
        guard types[String(parts[0])] == nil else { throw flaw("\(parts[0]) comes in two places") }
        guard !parts[1].contains("\\") else { throw flaw("an escape in a help") }

        current = String(parts[0])
        hasSample = false
    }

    private mutating func readType(_ line: Substring) throws {
        let parts = line.split(separator: " ")
        guard parts.count == 2, parts[0] == current, !hasSample, types[current] == nil else {
            throw flaw("a type that does not follow its help")
        }
        guard ["gauge", "counter"].contains(parts[1]) else { throw flaw("no type of ours") }
        guard (parts[1] == "counter") == current.hasSuffix("_total") else {
            throw flaw("only counters end in _total, and all do")
        }

        types[current] = String(parts[1])
    }

    private mutating func readSample(_ line: Substring) throws {
        let label = /[a-z_][a-z0-9_]*="(?:[^"\\\n]|\\["\\n])*"/
        let form = /([a-z_][a-z0-9_]*)(\{.*\})? (-?[0-9]+(?:\.[0-9]+)?)/
        guard let parts = line.wholeMatch(of: form), let value = Double(parts.3) else {
            throw flaw("no sample; a time is not taken either")
        }
        guard parts.1 == current, types[current] != nil else { throw flaw("a sample outside its group") }

        if let labels = parts.2?.dropFirst().dropLast() {
            var rest = labels
            while true {
                guard let found = rest.prefixMatch(of: label) else { throw flaw("no label") }

                rest = rest[found.range.upperBound...]
                guard !rest.isEmpty else { break }
                guard rest.first == "," else { throw flaw("no comma") }

                rest = rest.dropFirst()
            }
        }
        let key = String(line.prefix { $0 != " " })
        let whole = parts.2 == nil ? key : current + String(parts.2 ?? "")
        guard samples.updateValue(value, forKey: whole) == nil else { throw flaw("\(whole) comes twice") }

        hasSample = true
    }
}
