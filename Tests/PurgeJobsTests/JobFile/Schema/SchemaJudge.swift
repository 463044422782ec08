import Foundation
import Testing

@testable import PurgeJobs

/// Asks a validator of JSON Schema that Purge has no part in, Python's `jsonschema`.
enum SchemaJudge {
    private struct Order: Encodable {
        let schema: String
        var document: JSONTree?
        var yaml: String?
    }

    /// What is wrong with each document; nothing where it fits the schema.
    static func flaws(of documents: [JSONTree], by schema: FileSchema) async throws -> [[String]] {
        try await judge(documents.map { Order(schema: schema.text, document: $0) })
    }

    /// What is wrong with a YAML file.
    static func flaws(ofFile path: String, by schema: FileSchema) async throws -> [String] {
        try await judge([Order(schema: schema.text, yaml: path)]).first ?? []
    }

    private static func judge(_ orders: [Order]) async throws -> [[String]] {
        let input = try orders.map { try JSONText.of($0) + "\n" }.joined()
        let run = try await ToolRun("python3", [Resource.path("judge.py")], input: input)
        try #require(run.code == 0, "the judge failed: \(run.errors.suffix(2000))")
        let answers = try run.output.split(separator: "\n").map {
            try JSONDecoder().decode([String].self, from: Data($0.utf8))
        }
        try #require(answers.count == orders.count)
        return answers
    }
}
