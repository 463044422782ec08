/// Link families by edges: in each field the worst that an edge says of a family, and how many of its links are dark.
struct HeatMap {
    private struct Field {
        var dark = 0
        var lit = 0
        var unknown = 0

        var total: Int { dark + lit + unknown }
        var worst: String { lit > 0 ? "lit" : unknown > 0 ? "unknown" : "dark" }
        var word: String {
            lit > 0
                ? "\(HTMLText.number(lit)) lit" : unknown > 0 ? "\(HTMLText.number(unknown)) unknown" : "dark"
        }
    }

    private let families: [String]
    private let edges: [String]
    private let fields: [String: [String: Field]]
    private let title: String

    private static let (labelWidth, width, height, head) = (130, 136, 44, 30)

    /// Tallies have family, edge and verdict, as `lit (survivor)`.
    init(_ tallies: [Tally], title: String) {
        var fields: [String: [String: Field]] = [:]
        for tally in tallies {
            var field = fields[tally.labels[0]]?[tally.labels[1]] ?? Field()
            switch tally.labels[2].prefix(while: { $0 != " " }) {
            case "dark": field.dark += tally.count
            case "lit": field.lit += tally.count
            default: field.unknown += tally.count
            }
            fields[tally.labels[0], default: [:]][tally.labels[1]] = field
        }
        self.fields = fields
        self.title = title
        families = fields.keys.sorted()
        edges = Set(fields.values.flatMap(\.keys)).sorted()
    }

    var isEmpty: Bool { families.isEmpty }

    var markup: String {
        let (width, height) = (
            Self.labelWidth + edges.count * Self.width, Self.head + families.count * Self.height
        )
        let heads = edges.enumerated().map { column, edge in
            text(Self.labelWidth + column * Self.width + 6, 18, Self.short(edge, 14), "soft")
        }
        let rows = families.enumerated().map { row, family in
            text(0, Self.head + row * Self.height + 26, Self.short(family, 17), "")
                + edges.enumerated().map { column, edge in field(row, column, family, edge) }.joined()
        }
        return """
            <figure><div class="scroll" role="region" aria-label="\(HTMLText.of(title))" tabindex="0">
            <svg role="img" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <title>\(HTMLText.of(summary))</title>
            \(heads.joined())\(rows.joined())
            </svg></div><figcaption>\(HTMLText.of(title))</figcaption></figure>

            """
    }

    /// All of it in words, for whoever does not see it.
    private var summary: String {
        let parts = families.flatMap { family in
            edges.compactMap { edge in
                fields[family]?[edge].map { "\(family) at \(edge): \($0.dark) of \($0.total) dark" }
            }
        }
        return "\(title). \(parts.joined(separator: "; "))."
    }

    private func field(_ row: Int, _ column: Int, _ family: String, _ edge: String) -> String {
        guard let field = fields[family]?[edge] else { return "" }

        let (x, y) = (Self.labelWidth + column * Self.width, Self.head + row * Self.height)
        let place = "x=\"\(x)\" y=\"\(y)\" width=\"\(Self.width - 4)\" height=\"\(Self.height - 4)\" rx=\"4\""
        return "<rect class=\"\(field.worst)cell\" \(place)/>"
            + text(x + 8, y + 17, field.word, "\(field.worst)cell")
            + text(
                x + 8,
                y + 33,
                "\(HTMLText.number(field.dark)) of \(HTMLText.number(field.total)) dark",
                "\(field.worst)cell"
            )
            + "\n"
    }

    private func text(_ x: Int, _ y: Int, _ text: String, _ name: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" class=\"\(name)\">\(HTMLText.of(text))</text>"
    }

    private static func short(_ text: String, _ limit: Int) -> String {
        text.count > limit ? text.prefix(limit - 1) + "…" : text
    }
}
