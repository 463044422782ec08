import Foundation
import Testing

@testable import PurgeJobs

/// The schemas that editors read say what the strict readers do: key for key, and mistake for mistake.
@Suite struct FileSchemaTests {
    @Test(arguments: FileSchema.allCases)
    func theShippedSchemaIsCurrent(_ schema: FileSchema) throws {
        try GoldenFile.check(schema.text, at: "Jobs/schema/\(schema.rawValue).json")
    }

    @Test(arguments: [
        ("demo/job", FileSchema.job), ("demo/second", .job), ("demo/site", .site),
        ("emergency.example", .job), ("nightly", .job),
        ("site.example", .site),
    ])
    func everyShippedFileFitsItsSchemaAndNamesIt(name: String, schema: FileSchema) async throws {
        let path = GoldenFile.root.appending(path: "Jobs/\(name).yaml").path
        #expect(try await SchemaJudge.flaws(ofFile: path, by: schema) == [])
        let depth = String(repeating: "../", count: name.split(separator: "/").count - 1)
        let head = "# yaml-language-server: $schema=\(depth)schema/\(schema.rawValue).json\n"
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(head))
    }

    @Test func `no shipped file is left out`() throws {
        let files = FileManager.default.enumerator(atPath: GoldenFile.root.appending(path: "Jobs").path)
        let names = try #require(files).compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }
        #expect(names.count == 6, "add the new one to the test above: \(names)")
    }

    @Test(arguments: FileSchema.allCases)
    func theSchemaHasExactlyTheKeysThatTheReaderAsksFor(_ schema: FileSchema) throws {
        let specimen = try SchemaSpecimen(schema)
        #expect(try specimen.reading(specimen.tree).complaints == [])
        let (told, asked) = (try specimen.keysOfSchema(), try specimen.keysOfReader())
        for place in Set(told.keys).union(asked.keys).sorted() {
            #expect(
                told[place] == asked[place],
                "at '\(place)'; a mapping that no specimen has is asked for nothing"
            )
        }
    }

    @Test(arguments: FileSchema.allCases)
    func whatOneRefusesTheOtherRefusesToo(_ schema: FileSchema) async throws {
        let specimen = try SchemaSpecimen(schema)
        let variants = specimen.tree.variants { Self.mistakes(at: $0, $1) }
        let flaws = try await SchemaJudge.flaws(of: [specimen.tree] + variants.map(\.tree), by: schema)
        #expect(flaws[0] == [])
        for (variant, flaws) in zip(variants, flaws.dropFirst()) {
            let complaints = try specimen.reading(variant.tree).complaints
            let place = "'\(variant.place)' in \(try variant.tree.json)"
            if complaints.isEmpty {
                #expect(flaws == [], "the reader takes \(place)")
            } else if flaws.isEmpty {
                let seen = complaints.filter { !Self.isBeyondSchemas($0) }
                #expect(seen == [], "the schema takes \(place)")
            }
        }
    }

    /// Values that go wrong in most places, in place of what stands there.
    private static func mistakes(at value: JSONTree, _ place: String) -> [JSONTree] {
        var changed: [JSONTree] = [
            .text(""), .text("two words"), .text("{id}"), .text("-"), .text("~x"), .text("a\nb"), .text("Ä"),
            .list([]), .list([.text("x"), .text("x")]), .mapping([:]), .mapping(["x": .text("y")]),
        ]
        // Digits and answers are texts to the readers, and names to no schema: only numbers are held against numbers.
        switch value {
        case .number: changed += [-1, 0, 1, 207, 404, 429, 500, 5_000_000_000_000].map { .number($0) }
        case .answer: changed += [.answer(true), .answer(false)]
        case .text, .list, .mapping: break
        }
        if case .mapping(let mapping) = value {
            changed += mapping.keys.sorted().map { key in .mapping(mapping.filter { $0.key != key }) }
            changed.append(.mapping(mapping.merging(["unheardOf": .text("x")]) { $1 }))
        }
        if case .list(let list) = value, let first = list.first { changed.append(.list(list + [first])) }
        return changed
    }

    /// Complaints about what no schema can tell: other parts of the file, other files, and the parts of a text.
    private static func isBeyondSchemas(_ complaint: JobFileError.Complaint) -> Bool {
        beyond.contains { complaint.problem.contains($0) }
    }

    private static let beyond = [
        // Other parts of the file.
        "is not under 'stores'", "the cache has no node", "no family has the host",
        "another list has the name", "another rule or list has the name", "narrows nothing",
        "asks for more than it lets pass", "no inventory says the", "names no object",
        "does not name the link", "no list has the category", "are one in the other",
        "is the value of what is published, too",
        "another inventory of the job reads this file", "standard input has no age",
        // The insides of a text.
        "is no template", "is no JSON", "has a hole outside a string",
        // The disk.
        "is not there, or its folder cannot be entered",
    ]
}
