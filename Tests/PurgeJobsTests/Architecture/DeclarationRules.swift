/// What may be declared where.
enum DeclarationRules {
    /// No function, variable or macro stands at file level: it belongs to a type that says what it is about.
    static func freeDeclarations(in tree: SourceTree) -> [Breach] {
        tree.shipped.flatMap { file in
            file.declarations.filter { ["func", "var", "let", "macro"].contains($0.keyword) }.map {
                file.breach($0.line, "\($0.keyword) \($0.name) is declared outside a type")
            }
        }
    }

    /// Top-level type names are unique, private ones included, so that a name tells its room.
    static func duplicateNames(in tree: SourceTree) -> [Breach] {
        var first: [String: String] = [:]
        return tree.shipped.flatMap { file in
            file.declarations.filter(\.isType).compactMap { type in
                guard let earlier = first[type.name] else {
                    first[type.name] = file.path
                    return nil
                }

                return file.breach(type.line, "\(type.name) is declared in \(earlier) too")
            }
        }
    }

    /// An extension of a type from another room, or from a library, shows nothing outside its file.
    ///
    /// The roof may add conformances: nothing stands above it that could see them.
    static func openExtensions(in tree: SourceTree) -> [Breach] {
        let homes = tree.rooms
        return tree.shipped.flatMap { file in
            file.declarations.filter { $0.keyword == "extension" && !$0.isPrivate }.flatMap {
                found -> [Breach] in
                let home =
                    file.declarations.contains { $0.isType && $0.name == found.root }
                    ? file.room : homes[qualifiedName(found)]
                guard home != file.home, !(file.home == FloorPlan.roof && isOwnOrAdopts(found, tree)) else {
                    return []
                }

                return openParts(of: found, in: file, home: home)
            }
        }
    }

    private static func qualifiedName(_ found: SourceDeclaration) -> String {
        let parts = found.name.split(separator: ".").map(String.init)
        return parts.first == FloorPlan.library && parts.count > 1 ? parts[1] : found.root
    }

    private static func isOwnOrAdopts(_ found: SourceDeclaration, _ tree: SourceTree) -> Bool {
        let isOwn = tree.shipped.contains { file in
            file.home == FloorPlan.roof && file.declarations.contains { $0.isType && $0.name == found.root }
        }
        return isOwn || !found.inheritance.isEmpty
    }

    private static func openParts(of found: SourceDeclaration, in file: SourceFile, home: String?) -> [Breach]
    {
        let owner = home.map { "lives in \($0)" } ?? "belongs to a library"
        let adopted = found.inheritance.map {
            file.breach(found.line, "\(found.name) \(owner), and is made \($0) here")
        }
        return adopted
            + found.members.filter { !$0.isPrivate }.map {
                file.breach($0.line, "\(found.name) \(owner); make \($0.keyword) \($0.name) private")
            }
    }

    /// A protocol has two conformers or more, save in the plug-in rooms.
    static func lonelyProtocols(in tree: SourceTree) -> [Breach] {
        let all = tree.shipped.flatMap(\.declarations).flatMap(\.flattened)
        return tree.shipped.filter { !FloorPlan.plugInRooms.contains($0.home ?? "") }.flatMap { file in
            file.declarations.filter { $0.keyword == "protocol" }.compactMap { found in
                let count = conformers(of: found.name, in: all).count
                return count > 1
                    ? nil
                    : file.breach(
                        found.line,
                        "protocol \(found.name) has \(count) conformers; use the type itself"
                    )
            }
        }
    }

    /// The types that conform, by themselves or through a protocol that refines this one.
    private static func conformers(of name: String, in all: [SourceDeclaration]) -> Set<String> {
        all.filter { declaration in
            declaration.inheritance.contains { $0.split(separator: ".").last.map(String.init) == name }
        }.reduce(into: []) { found, declaration in
            if declaration.keyword == "protocol" {
                found.formUnion(conformers(of: declaration.name, in: all))
            } else {
                found.insert(declaration.name)
            }
        }
    }
}
