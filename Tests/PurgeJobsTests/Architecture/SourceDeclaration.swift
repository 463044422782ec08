/// A declaration in a Swift source: what it is, how visible it is and what it holds.
struct SourceDeclaration: Sendable {
    /// `struct`, `func`, `import` and so on.
    let keyword: String
    /// The declared name; the dotted path of an import or of an extended type.
    var name: String
    let line: Int
    /// The line of the brace that closes the body.
    var endLine: Int
    /// Modifiers with their arguments, as in `private(set)`.
    let modifiers: [String]
    /// Attributes without arguments, as in `testable`.
    let attributes: [String]
    /// The types after the colon, without generic arguments.
    var inheritance: [String] = []
    /// What stands in the braces of a type or an extension.
    var members: [SourceDeclaration] = []
    var hasBody = false

    static let typeKeywords: Set = ["struct", "enum", "class", "actor", "protocol", "typealias"]

    var isType: Bool { Self.typeKeywords.contains(keyword) }

    var isPrivate: Bool { modifiers.contains("private") || modifiers.contains("fileprivate") }

    /// The library that an import names, or the outermost type that an extension extends.
    var root: String { name.split(separator: ".").first.map(String.init) ?? name }

    /// This declaration and all that it holds.
    var flattened: [SourceDeclaration] { [self] + members.flatMap(\.flattened) }
}
