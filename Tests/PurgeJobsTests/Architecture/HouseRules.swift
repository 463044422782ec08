/// Sizes and words.
enum HouseRules {
    /// A file fits the budget.
    static func longFiles(in tree: SourceTree) -> [Breach] {
        tree.files.filter { $0.lineCount > FloorPlan.longestFile }.map {
            $0.breach($0.lineCount, "has \($0.lineCount) lines; at most \(FloorPlan.longestFile)")
        }
    }

    /// A function, an accessor or a stored closure fits the budget, signature and braces included.
    static func longFunctions(in tree: SourceTree) -> [Breach] {
        let kinds: Set = ["func", "init", "deinit", "subscript", "var", "let"]
        return tree.files.flatMap { file in
            file.declarations.flatMap(\.flattened).filter {
                kinds.contains($0.keyword) && $0.hasBody && $0.endLine - $0.line >= FloorPlan.longestFunction
            }.map {
                let length = $0.endLine - $0.line + 1
                return file.breach(
                    $0.line,
                    "\($0.name) has \(length) lines; at most \(FloorPlan.longestFunction)"
                )
            }
        }
    }

    /// A type, a file and a folder are named after what they do.
    static func vagueNames(in tree: SourceTree) -> [Breach] {
        tree.files.flatMap { file -> [Breach] in
            let types = zip(file.tokens, file.tokens.dropFirst()).filter { keyword, name in
                keyword.kind == .word && SourceDeclaration.typeKeywords.contains(keyword.text) && name.isName
            }.map(\.1).filter { isVague($0.text) }
            let parts = file.path.split(separator: "/").filter { part in
                part.split(separator: ".").first.map { isVague(String($0)) } ?? false
            }
            return types.map { file.breach($0.line, "the name \($0.text) does not say what it does") }
                + parts.map {
                    Breach(path: file.path, line: nil, message: "the name \($0) does not say what it does")
                }
        }
    }

    private static func isVague(_ name: String) -> Bool {
        FloorPlan.vagueEndings.contains { name.hasSuffix($0) }
    }

    /// The platform is Linux: nothing is compiled conditionally.
    static func conditionalCompilation(in tree: SourceTree) -> [Breach] {
        tree.files.flatMap { file in
            zip(file.tokens, file.tokens.dropFirst()).filter {
                $0.isSymbol("#") && $1.isWord("if") && $1.isGlued
            }
            .map { file.breach($0.0.line, "compiles conditionally (#if)") }
        }
    }

    /// Unfinished work is an issue, not a comment.
    static func unfinishedWork(in tree: SourceTree) -> [Breach] {
        let words = ["TODO", "FIXME"]
        return tree.files.flatMap { file in
            file.comments.flatMap { comment in
                words.filter { comment.text.contains($0) }.map {
                    file.breach(comment.lines.lowerBound, "says \($0)")
                }
            }
                + file.tokens.filter { $0.isName && words.contains($0.text) }
                .map { file.breach($0.line, "says \($0.text)") }
        }
    }

    /// An error is only ignored with the reason beside it: a comment on the same line or the one above.
    static func silentTries(in tree: SourceTree) -> [Breach] {
        tree.files.flatMap { file in
            zip(file.tokens, file.tokens.dropFirst()).filter {
                $0.isWord("try") && $1.isSymbol("?") && $1.isGlued
            }
            .map(\.0.line)
            .filter { line in !file.comments.contains { $0.lines.overlaps((line - 1)...line) } }
            .map { file.breach($0, "try? without a comment that says why the error may be ignored") }
        }
    }

    /// Shared state is guarded by hand in few rooms only.
    static func uncheckedSendables(in tree: SourceTree) -> [Breach] {
        tree.shipped.filter { !FloorPlan.uncheckedSendableRooms.contains($0.home ?? "") }.flatMap { file in
            zip(file.tokens, file.tokens.dropFirst()).filter { $0.isSymbol("@") && $1.isWord("unchecked") }
                .map { file.breach($0.0.line, "@unchecked outside the rooms that may guard state by hand") }
        }
    }

    /// A CDN adapter describes requests; the run sends them.
    static func sendingAdapters(in tree: SourceTree) -> [Breach] {
        tree.housed.filter { $0.room == "CDN" }.flatMap { file in
            file.tokens.filter { $0.isName && FloorPlan.senders.contains($0.text) }.map {
                file.breach($0.line, "names \($0.text); an adapter never sends")
            }
        }
    }
}
