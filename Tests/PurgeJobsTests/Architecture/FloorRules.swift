/// What may use what: the floors, and the libraries of each room.
enum FloorRules {
    /// Every folder is on a floor, and every Swift file is in a folder.
    static func unplacedFiles(in tree: SourceTree) -> [Breach] {
        tree.paths.compactMap { path in
            let parts = path.split(separator: "/").map(String.init)
            guard parts.first == "Sources", parts.count > 1 else { return nil }

            if parts[1] == FloorPlan.library {
                guard parts.count > 3 else {
                    return Breach(path: path, line: nil, message: "lies in no room; move it into a folder")
                }

                return FloorPlan.rooms(openTo: parts[2]) == nil
                    ? Breach(path: path, line: nil, message: "the folder \(parts[2]) is on no floor") : nil
            }
            let isSwift = path.hasSuffix(".swift")
            return isSwift && parts[1] != FloorPlan.roof
                ? Breach(path: path, line: nil, message: "Swift lives in PurgeJobs and Purge only") : nil
        }
    }

    /// A room uses types of the floors below its own, and none of its neighbours'.
    ///
    /// Names are unique (`DeclarationRules.duplicateNames`), so a name tells the room. A name after a dot is a
    /// member of something, unless that something is the module. A nested type that takes the name of a type
    /// out of reach is reported as well: rename it, since a reader could not tell them apart either.
    static func usesOutOfReach(in tree: SourceTree) -> [Breach] {
        let homes = tree.rooms
        return tree.housed.flatMap { file -> [Breach] in
            guard let room = file.room, let open = FloorPlan.rooms(openTo: room) else { return [] }

            let own = Set(file.declarations.filter { $0.isType && $0.isPrivate }.map(\.name))
            var seen: Set<String> = []
            return usedNames(in: file).compactMap { token in
                guard let home = homes[token.text], !open.contains(home), !own.contains(token.text),
                    seen.insert(token.text).inserted
                else { return nil }

                return file.breach(
                    token.line,
                    "\(room) uses \(token.text), which lives in \(home); a room uses only the floors below it"
                )
            }
        }
    }

    private static func usedNames(in file: SourceFile) -> [SourceToken] {
        file.tokens.indices.filter { index in
            guard file.tokens[index].isName else { return false }
            guard index > 0, file.tokens[index - 1].isSymbol(".") else { return true }

            return index > 1 && file.tokens[index - 2].isWord(FloorPlan.library)
        }.map { file.tokens[$0] }
    }

    /// A room imports what its line in the table lists.
    ///
    /// This also keeps GRDB in its two rooms: with `MemberImportVisibility` a file that does not import a
    /// library can neither name its types nor call their members, and with `InternalImportsByDefault` a
    /// signature that leaves the module cannot mention them (`leakedLibraries` refuses the way around that).
    static func unlistedImports(in tree: SourceTree) -> [Breach] {
        tree.shipped.flatMap { file -> [Breach] in
            let home = file.home ?? FloorPlan.library
            let listed = FloorPlan.libraries[home] ?? []
            return file.imports.filter { !listed.contains($0.root) }.map {
                file.breach($0.line, "\(home) imports \($0.root), which its allow-list does not name")
            }
        }
    }

    /// A library behind a door is not handed on, and no import is re-exported.
    static func leakedLibraries(in tree: SourceTree) -> [Breach] {
        tree.shipped.flatMap { file in
            file.imports.filter { line in
                line.attributes.contains("_exported")
                    || FloorPlan.hiddenLibraries.contains(line.root)
                        && !line.modifiers.filter { ["public", "package"].contains($0) }.isEmpty
            }.map { file.breach($0.line, "hands \($0.root) on; import it without an access level") }
        }
    }
}
