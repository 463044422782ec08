private import Foundation

/// The JSON of a store's answer, as far as places in it are asked for.
enum JSONAnswer: Hashable, Sendable {
    case object([String: JSONAnswer])
    case list([JSONAnswer])
    /// A text, or a number or an answer as it would be written.
    case text(String)
    case nothing

    /// Reads a whole body; nil of what is no JSON.
    init?(_ body: [UInt8]) {
        // What is no JSON says nothing, whatever is wrong with it.
        guard let value = try? JSONDecoder().decode(JSONAnswer.self, from: Data(body)) else { return nil }

        self = value
    }

    /// The text at a path of names and indexes; nil where there is none, or an empty one.
    func text(at path: ArraySlice<String>) -> String? {
        guard let name = path.first else {
            guard case .text(let text) = self, !text.isEmpty else { return nil }

            return text
        }

        switch self {
        case .object(let members): return members[name]?.text(at: path.dropFirst())
        case .list(let items):
            guard let index = Int(name), "\(index)" == name, items.indices.contains(index) else { return nil }

            return items[index].text(at: path.dropFirst())
        case .text, .nothing: return nil
        }
    }
}

extension JSONAnswer: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        func read<Value: Decodable>(_ type: Value.Type) -> Value? {
            // Which kind of value it is shows only by trying; the last try throws.
            try? container.decode(type)
        }
        if let members = read([String: JSONAnswer].self) {
            self = .object(members)
        } else if let items = read([JSONAnswer].self) {
            self = .list(items)
        } else if container.decodeNil() {
            self = .nothing
        } else if let text = read(String.self) {
            self = .text(text)
        } else if let answer = read(Bool.self) {
            self = .text(answer ? "true" : "false")
        } else if let number = read(Int64.self) {
            self = .text("\(number)")
        } else {
            self = .text("\(try container.decode(Decimal.self))")
        }
    }
}
