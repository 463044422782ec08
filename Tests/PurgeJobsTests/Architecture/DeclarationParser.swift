/// Finds the declarations in a file's tokens, nested ones included.
///
/// It reads heads and skips the bodies of functions, so it needs no grammar of statements: at file or
/// type level a declaration's keyword can stand for nothing else.
struct DeclarationParser {
    private let tokens: [SourceToken]
    private var index = 0

    private static let modifiers: Set = [
        "public", "package", "internal", "private", "fileprivate", "open", "final", "indirect", "static",
        "nonisolated", "isolated", "lazy", "weak", "unowned", "mutating", "nonmutating", "consuming",
        "borrowing", "dynamic", "distributed", "override", "required", "convenience", "optional", "prefix",
        "postfix", "infix", "async",
    ]
    private static let keywords: Set = SourceDeclaration.typeKeywords.union([
        "extension", "func", "var", "let", "init", "deinit", "subscript", "case", "import", "macro",
        "associatedtype", "operator", "precedencegroup",
    ])
    private static let importKinds: Set = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
    ]

    private init(_ tokens: [SourceToken]) { self.tokens = tokens }

    /// The declarations at file level, in order.
    static func read(_ tokens: [SourceToken]) -> [SourceDeclaration] {
        var parser = DeclarationParser(tokens)
        var found: [SourceDeclaration] = []
        while parser.peek() != nil { found += parser.readMembers() }
        return found
    }

    private func peek(_ ahead: Int = 0) -> SourceToken? {
        tokens.indices.contains(index + ahead) ? tokens[index + ahead] : nil
    }

    /// Reads to the brace that closes the level, or to the end.
    private mutating func readMembers() -> [SourceDeclaration] {
        var found: [SourceDeclaration] = []
        var modifiers: [String] = []
        var attributes: [String] = []
        while let token = peek() {
            if token.isSymbol("@") {
                attributes.append(readAttribute())
                continue
            }
            if isModifier(token) {
                modifiers.append(readModifier())
                continue
            }
            if isDeclaration(token) {
                found.append(readHead(modifiers: modifiers, attributes: attributes))
            } else if token.isSymbol("}") {
                index += 1
                return found
            } else if token.isSymbol("{") {
                readBody(of: &found)
            } else if token.isSymbol("(") || token.isSymbol("[") {
                skipBrackets()
            } else {
                index += 1
            }
            modifiers = []
            attributes = []
        }
        return found
    }

    private var followsDot: Bool { index > 0 && tokens[index - 1].isSymbol(".") }

    private func isModifier(_ token: SourceToken) -> Bool {
        guard token.kind == .word, !followsDot else { return false }

        if token.text == "class" {
            return peek(1).map { ["func", "var", "let", "subscript"].contains($0.text) } ?? false
        }

        return Self.modifiers.contains(token.text)
    }

    private func isDeclaration(_ token: SourceToken) -> Bool {
        guard token.kind == .word, Self.keywords.contains(token.text), !followsDot else { return false }

        switch token.text {
        case "actor", "macro": return peek(1)?.isName ?? false
        case "operator": return peek(1)?.kind == .symbol
        case "class" where index > 0: return !tokens[index - 1].isSymbol(":")
        default: return true
        }
    }

    private mutating func readAttribute() -> String {
        index += 1
        let name = readPath()
        if let next = peek(), next.isSymbol("("), next.isGlued { skipBrackets() }
        return name
    }

    private mutating func readModifier() -> String {
        let start = index
        index += 1
        if let next = peek(), next.isSymbol("("), next.isGlued { skipBrackets() }
        return tokens[start..<index].map(\.text).joined()
    }

    private mutating func readHead(modifiers: [String], attributes: [String]) -> SourceDeclaration {
        let token = tokens[index]
        index += 1
        var declaration = SourceDeclaration(
            keyword: token.text,
            name: "",
            line: token.line,
            endLine: token.line,
            modifiers: modifiers,
            attributes: attributes
        )
        switch token.text {
        case "import":
            if let kind = peek(), Self.importKinds.contains(kind.text), peek(1)?.isName ?? false {
                index += 1
            }
            declaration.name = readPath()
        case "extension":
            declaration.name = readPath()
            declaration.inheritance = readInheritance()
        case "init", "deinit", "subscript":
            declaration.name = token.text
        default:
            declaration.name = readName()
            if declaration.isType { declaration.inheritance = readInheritance() }
        }
        return declaration
    }

    /// Reads one name, or an operator's characters.
    private mutating func readName() -> String {
        guard let first = peek(), !first.isSymbol("("), !first.isSymbol("{") else { return "" }

        var name = first.text
        index += 1
        while first.kind == .symbol, let next = peek(), next.kind == .symbol, next.isGlued, next.text != "(" {
            name += next.text
            index += 1
        }
        return name
    }

    /// Reads `A.B.C`; a bracketed type such as `[UInt8]` has its first bracket for a name.
    private mutating func readPath() -> String {
        if let token = peek(), token.isSymbol("[") {
            skipBrackets()
            return "["
        }
        var path = ""
        while let token = peek(), token.isName {
            path += token.text
            index += 1
            guard let dot = peek(), dot.isSymbol("."), peek(1)?.isName ?? false else { break }

            path += "."
            index += 1
        }
        return path
    }

    private mutating func readInheritance() -> [String] {
        skipAngles()
        guard let colon = peek(), colon.isSymbol(":") else { return [] }

        index += 1
        var names: [String] = []
        while let token = peek(), !token.isSymbol("{"), !token.isSymbol("="), !token.isWord("where") {
            if token.isSymbol("@") {
                index += 1
                _ = readPath()
            } else if token.isSymbol("<") {
                skipAngles()
            } else if token.isName {
                names.append(readPath())
            } else {
                index += 1
            }
        }
        return names
    }

    private mutating func readBody(of found: inout [SourceDeclaration]) {
        let open = index
        guard let last = found.indices.last else {
            skipBrackets()
            return
        }

        if found[last].isType || found[last].keyword == "extension", !found[last].hasBody {
            index += 1
            found[last].members = readMembers()
        } else {
            skipBrackets()
        }
        found[last].hasBody = true
        found[last].endLine = tokens[max(open, index - 1)].line
    }

    /// Goes past the bracket here and all up to its partner.
    private mutating func skipBrackets() {
        var depth = 0
        while let token = peek() {
            index += 1
            guard token.kind == .symbol else { continue }

            if ["(", "[", "{"].contains(token.text) { depth += 1 }
            if [")", "]", "}"].contains(token.text) { depth -= 1 }
            if depth == 0 { return }
        }
    }

    /// Goes past generic parameters or arguments, if they stand here.
    private mutating func skipAngles() {
        guard let first = peek(), first.isSymbol("<") else { return }

        var depth = 0
        while let token = peek() {
            if token.isSymbol("<") { depth += 1 }
            if token.isSymbol(">"), !(tokens[index - 1].isSymbol("-") && token.isGlued) { depth -= 1 }
            index += 1
            if depth == 0 { return }
        }
    }
}
