import Foundation
import Testing

@testable import PurgeJobs

/// A file that has every key there is, and what the strict reader says to it and to its variants.
struct SchemaSpecimen {
    let schema: FileSchema
    let tree: JSONTree
    private let site: Site

    init(_ schema: FileSchema) throws {
        self.schema = schema
        tree = try JSONTree(
            json: String(decoding: Resource.data("schema/\(schema.rawValue).json"), as: UTF8.self)
        )
        site = try SiteFile.read(
            bytes: Array(Resource.data("schema/site.json")),
            as: "/etc/purge/site.yaml",
            environment: JobFileFixture.environment
        )
    }

    /// What the reader complains of, and what it asked every mapping for.
    func reading(_ tree: JSONTree) throws -> ComplaintBook {
        let book = ComplaintBook(file: "/etc/purge/\(schema.rawValue).yaml")
        let bytes = Array(try tree.json.utf8)
        guard let document = YAMLDocument(bytes: bytes, book) else { return book }

        let paths = PathText(besides: book.file, current: "")
        switch schema {
        case .site:
            var reader = SiteReader(
                paths: paths,
                environment: JobFileFixture.environment,
                digest: document.digest,
                book: book
            )
            _ = document.root.mapping { reader.site(&$0) }
        case .job:
            let reader = JobReader(paths: paths, site: site, digest: document.digest, book: book)
            _ = document.root.mapping { reader.job(&$0) }
        }
        return book
    }

    /// Every mapping with fixed keys that the schema describes: where it stands in the schema, and its keys.
    func keysOfSchema() throws -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        try Self.walk(JSONTree(json: schema.text), beside: nil) { place, keys, _ in found[place] = keys }
        return found
    }

    /// The same mappings with the keys that the reader asked for, over all of them in the specimen.
    func keysOfReader() throws -> [String: Set<String>] {
        let book = try reading(tree)
        let asked = Dictionary(book.asked.map { ($0.mapping, Set($0.keys)) }) { $0.union($1) }
        var found: [String: Set<String>] = [:]
        try Self.walk(JSONTree(json: schema.text), beside: tree) { place, _, path in
            found[place, default: []].formUnion(asked[path] ?? [])
        }
        return found
    }

    /// Walks a schema, alone or beside a document, whose path then stands beside the schema's.
    private static func walk(
        _ schema: JSONTree,
        beside document: JSONTree?,
        at place: String = "",
        path: String = "",
        _ visit: (_ place: String, _ keys: Set<String>, _ path: String) -> Void
    ) {
        if case .list(let branches)? = schema["anyOf"] {
            for branch in branches { walk(branch, beside: document, at: place, path: path, visit) }
        }
        if case .mapping(let properties)? = schema["properties"] {
            if document?.isMapping != false { visit(place, Set(properties.keys), path) }
            for (key, node) in properties where document == nil || document?[key] != nil {
                let (inner, below) = (join(place, key), join(path, key))
                walk(node, beside: document?[key], at: inner, path: below, visit)
            }
        }
        if let values = schema["additionalProperties"], values.isMapping {
            let names = document?.keys ?? ["*"]
            for name in names {
                walk(values, beside: document?[name], at: join(place, "*"), path: join(path, name), visit)
            }
        }
        if let items = schema["items"] {
            let parts = document?.items.map { JSONTree?.some($0) } ?? [nil]
            for (index, part) in parts.enumerated() {
                walk(items, beside: part, at: place + "[]", path: "\(path)[\(index)]", visit)
            }
        }
    }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}

extension JSONTree {
    fileprivate var isMapping: Bool {
        if case .mapping = self { true } else { false }
    }

    fileprivate var keys: [String] {
        if case .mapping(let mapping) = self { mapping.keys.sorted() } else { [] }
    }

    fileprivate var items: [JSONTree] {
        if case .list(let list) = self { list } else { [] }
    }
}
