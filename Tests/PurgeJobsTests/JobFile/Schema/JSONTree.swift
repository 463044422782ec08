import Foundation

/// A value of JSON that a test takes apart and changes.
indirect enum JSONTree: Codable, Hashable, Sendable {
    case answer(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case mapping([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What is of another kind is tried as the next one.
        if let answer = try? container.decode(Bool.self) {
            self = .answer(answer)
            return
        }
        // As above.
        if let number = try? container.decode(Double.self) {
            self = .number(number)
            return
        }
        // As above.
        if let text = try? container.decode(String.self) {
            self = .text(text)
            return
        }
        // As above.
        if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
            return
        }
        self = .mapping(try container.decode([String: JSONTree].self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .answer(let answer): try container.encode(answer)
        case .number(let number):
            if let whole = Int(exactly: number) {
                try container.encode(whole)
            } else {
                try container.encode(number)
            }
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .mapping(let mapping): try container.encode(mapping)
        }
    }

    init(json: some StringProtocol) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    }

    /// On one line; as JSON is YAML, the readers take it too.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var isSingle: Bool {
        switch self {
        case .answer, .number, .text: true
        case .list, .mapping: false
        }
    }

    subscript(key: String) -> JSONTree? {
        if case .mapping(let mapping) = self { mapping[key] } else { nil }
    }

    /// This tree and all of its variants with one place changed by `change`.
    func variants(
        of place: String = "",
        _ change: (JSONTree, String) -> [JSONTree]
    ) -> [(place: String, tree: JSONTree)] {
        var all = change(self, place).map { (place, $0) }
        switch self {
        case .answer, .number, .text: break
        case .list(let list):
            for index in list.indices {
                for (at, tree) in list[index].variants(of: "\(place)[\(index)]", change) {
                    var copy = list
                    copy[index] = tree
                    all.append((at, .list(copy)))
                }
            }
        case .mapping(let mapping):
            for (key, value) in mapping.sorted(by: { $0.key < $1.key }) {
                let path = [place, key].filter { !$0.isEmpty }.joined(separator: ".")
                for (at, tree) in value.variants(of: path, change) {
                    all.append((at, .mapping(mapping.merging([key: tree]) { $1 })))
                }
            }
        }
        return all
    }
}
