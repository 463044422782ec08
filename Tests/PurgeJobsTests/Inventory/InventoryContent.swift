import Foundation

@testable import PurgeJobs

/// What stands in an inventory, and what a walk must find in it.
enum InventoryContent: String, CaseIterable {
    case synthetic
    case awkwardLines
    case noLastNewline
    case badRows
    case longLines
    case empty

    /// The ids, in order.
    var ids: [String] {
        get throws {
            switch self {
            case .synthetic:
                try String(decoding: Resource.data("clips/synthetic_clips.jsonl"), as: UTF8.self)
                    .split(separator: "\n")
                    .map { try JSONDecoder().decode([String: Value].self, from: Data($0.utf8)) }
                    .compactMap { $0["id"]?.text }
            case .awkwardLines: ["a", "b", "c", "a"]
            case .noLastNewline: (0..<7).map { "clip-\($0)" }
            case .badRows: (0..<60).filter { $0 % 3 != 1 }.map { "clip-\($0)" }
            case .longLines: ["before", "after"]
            case .empty: []
            }
        }
    }

    var badLines: [Int] {
        switch self {
        case .badRows: (0..<60).filter { $0 % 3 == 1 }.map { $0 + 1 }
        case .longLines: [2, 4]
        default: []
        }
    }

    func bytes() throws -> Data {
        let rows = (0..<60).map { $0 % 3 == 1 ? "{\"id\":7}\n" : "{\"id\":\"clip-\($0)\"}\n" }
        let long = String(repeating: "x", count: 1_200_000)
        return switch self {
        case .synthetic: try Resource.data("clips/synthetic_clips.jsonl")
        case .awkwardLines:
            Data(
                "\n \t\r\n{\"id\":\"a\"}\r\n\n\n  {\"id\" : \"b\" } \n{\"id\":\"c\"}\n\n{\"id\":\"a\"}\n \n"
                    .utf8
            )
        case .noLastNewline: Data((0..<7).map { "{\"id\":\"clip-\($0)\"}" }.joined(separator: "\n").utf8)
        case .badRows: Data(rows.joined().utf8)
        case .longLines:
            Data(
                "{\"id\":\"before\"}\n\(long)\n{\"id\":\"after\"}\n{\"id\":\"long\",\"t\":\"\(long)\"}\n".utf8
            )
        case .empty: Data()
        }
    }

    private enum Value: Decodable {
        case text(String)
        case other

        var text: String? { if case .text(let text) = self { text } else { nil } }

        init(from decoder: any Decoder) throws {
            // Any other type than text does not matter here.
            self = (try? decoder.singleValueContainer().decode(String.self)).map(Value.text) ?? .other
        }
    }
}
