import Foundation

/// The repository's Swift files, read once.
struct SourceTree: Sendable {
    /// Every file under `Sources` and `Tests`, Swift or not, as paths from the repository's root.
    let paths: [String]
    let files: [SourceFile]

    /// The repository that this test was compiled from.
    static let repository = SourceTree(
        root: URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    )

    /// Planted sources, by path: the rules are tested on these.
    init(_ sources: [String: String]) {
        paths = sources.keys.sorted()
        files = paths.filter { $0.hasSuffix(".swift") }
            .map { SourceFile(path: $0, text: sources[$0, default: ""]) }
    }

    /// Reads what lies under a repository's root; a file that cannot be read counts as empty text.
    init(root: URL) {
        var sources: [String: String] = [:]
        for top in ["Sources", "Tests"] {
            let found = FileManager.default.enumerator(atPath: root.appending(path: top).path)
            while let path = found?.nextObject() as? String {
                let isFolder = found?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
                guard !isFolder, !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else {
                    continue
                }

                // Of a file in another language only the path matters.
                sources["\(top)/\(path)"] = path.hasSuffix(".swift") ? Self.read(root, "\(top)/\(path)") : ""
            }
        }
        self.init(sources)
    }

    /// A file's text; invalid UTF-8 shows as replacement characters, which no rule looks for.
    private static func read(_ root: URL, _ path: String) -> String {
        FileManager.default.contents(atPath: root.appending(path: path).path)
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The files under `Sources`.
    var shipped: [SourceFile] { files.filter { $0.target != nil } }

    /// The files in the library's rooms.
    var housed: [SourceFile] { files.filter { $0.room != nil } }

    /// Where each type that other files can see is at home.
    var rooms: [String: String] {
        housed.reduce(into: [:]) { rooms, file in
            for type in file.declarations where type.isType && !type.isPrivate {
                rooms[type.name] = file.room
            }
        }
    }
}

/// One Swift file, taken apart.
struct SourceFile: Sendable {
    let path: String
    /// The folder right below `Sources`; none for a test.
    let target: String?
    /// The folder right below `Sources/PurgeJobs`; none elsewhere.
    let room: String?
    let lineCount: Int
    let tokens: [SourceToken]
    let comments: [SourceComment]
    let declarations: [SourceDeclaration]

    init(path: String, text: String) {
        self.path = path
        let parts = path.split(separator: "/").map(String.init)
        target = parts.count > 2 && parts[0] == "Sources" ? parts[1] : nil
        room = target == "PurgeJobs" && parts.count > 3 ? parts[2] : nil
        lineCount = text.utf8.count { $0 == UInt8(ascii: "\n") }
        (tokens, comments) = SourceLexer.read(text)
        declarations = DeclarationParser.read(tokens)
    }

    /// The room's name, or the roof's: where the allow-list looks it up.
    var home: String? { room ?? (target == "PurgeJobs" ? nil : target) }

    var imports: [SourceDeclaration] { declarations.filter { $0.keyword == "import" } }

    /// A breach at a line of this file.
    func breach(_ line: Int, _ message: String) -> Breach { Breach(path: path, line: line, message: message) }
}

/// One place where the house's rules are broken.
struct Breach: Hashable, Sendable, CustomStringConvertible {
    let path: String
    let line: Int?
    let message: String

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
