/// A value of JSON whose members stay in the order in which people read them.
indirect enum SchemaValue: Sendable {
    struct Member: Sendable {
        let name: String
        let value: SchemaValue
    }

    case text(String)
    case whole(Int)
    /// A number with a fraction, as it is written.
    case decimal(String)
    case answer(Bool)
    case list([SchemaValue])
    case mapping([Member])

    /// JSON with two spaces a level, lists of single values on one line.
    var json: String { json(indent: "") }

    private func json(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .text(let text): return Self.quoted(text)
        case .whole(let number): return "\(number)"
        case .decimal(let number): return number
        case .answer(let isTrue): return isTrue ? "true" : "false"
        case .list(let values):
            guard values.contains(where: \.hasParts) else {
                return "[" + values.map { $0.json(indent: "") }.joined(separator: ", ") + "]"
            }

            let lines = values.map { inner + $0.json(indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
        case .mapping(let members):
            let lines = members.map { inner + Self.quoted($0.name) + ": " + $0.value.json(indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private var hasParts: Bool {
        switch self {
        case .list, .mapping: true
        case .text, .whole, .decimal, .answer: false
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + String(decoding: JSONEncoding.encoded(Array(text.utf8)), as: UTF8.self) + "\""
    }
}
