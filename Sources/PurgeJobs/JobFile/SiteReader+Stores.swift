extension SiteReader {
    private enum Kind {
        case fileTree
        case sqlite
        case http
    }

    mutating func store(_ keys: inout YAMLMapping, name: String) -> StoreSettings? {
        let kinds: [(name: String, value: Kind)] = [
            ("fileTree", .fileTree), ("sqlite", .sqlite), ("http", .http),
        ]
        switch keys.required("kind")?.scalar(NameText.choice(kinds, "kinds of stores")) {
        case .fileTree: return fileTree(&keys).map { StoreSettings(name: name, kind: .fileTree($0)) }
        case .sqlite: return flag(&keys).map { StoreSettings(name: name, kind: .sqlite($0)) }
        case .http: return httpStore(&keys, name: name)
        case nil:
            // What a kind would take cannot be told; the complaint about the kind is enough.
            keys.ignoreRest()
            return nil
        }
    }

    private func fileTree(_ keys: inout YAMLMapping) -> FileTreeStore.Settings? {
        let root = keys.required("root")
        let quarantine = keys.required("quarantine")
        let preservation = keys.optional("preservation")
        let place = preservation?.scalar(paths.parse)
        let (rootPath, quarantinePath) = (root?.scalar(paths.parse), quarantine?.scalar(paths.parse))
        guard let rootPath, let quarantinePath else { return nil }

        let (tree, hidden) = (Self.folder(rootPath), Self.folder(quarantinePath))
        if tree == "/" {
            root?.complain("is the whole file system", "name the folder that is served")
        } else if hidden.hasPrefix(tree) {
            quarantine?.complain(
                "lies in the root, where it would be served",
                "name a folder beside the root"
            )
        } else if tree.hasPrefix(hidden) {
            quarantine?.complain("holds the root", "name a folder beside the root")
        }
        if let place {
            let kept = Self.folder(place)
            if [tree, hidden].contains(where: { kept.hasPrefix($0) || $0.hasPrefix(kept) }) {
                preservation?.complain(
                    "and the root or the quarantine are one in the other",
                    "name a folder beside both, for Purge's account alone"
                )
            }
        }
        return .init(root: rootPath, quarantine: quarantinePath, preservation: place)
    }

    /// A table of a database, with the column that says what is published.
    private func flag(_ keys: inout YAMLMapping) -> SQLiteFlag.Settings? {
        let path = keys.required("file")?.scalar(paths.parse)
        let table = keys.required("table")?.scalar(NameText.field)
        let key = keys.required("key")?.scalar(NameText.field)
        let flag = keys.required("flag")?.mapping(Self.column)
        let evidence = keys.optional("evidence")?.values(NameText.field) ?? []
        guard let path, let table, let key, let flag else { return nil }

        return SQLiteFlag.Settings(
            path: path,
            table: table,
            key: key,
            column: flag.name,
            published: flag.published,
            hidden: flag.hidden,
            evidence: evidence
        )
    }

    private static func column(
        _ keys: inout YAMLMapping
    ) -> (name: String, published: SQLiteFlag.Value, hidden: SQLiteFlag.Value)? {
        let name = keys.required("column")?.scalar(NameText.field)
        let types: [(name: String, value: Bool)] = [("integer", false), ("text", true)]
        let type = keys.optional("type")
        let isText = type.map { $0.scalar(NameText.choice(types, "types")) } ?? false
        let (published, hidden) = (keys.required("published"), keys.required("hidden"))
        guard let isText else { return nil }

        func read(_ text: String) throws(ScalarFlaw) -> SQLiteFlag.Value {
            if isText { return .text(try AnswerText.value(text)) }
            return .integer(Int64(try NumberText.whole(0...Self.largestFlag)(text)))
        }
        let (shown, away) = (published?.scalar(read), hidden?.scalar(read))
        guard let name, let shown, let away else { return nil }

        if shown == away {
            hidden?.complain("is the value of what is published, too", "name the value that hides a clip")
        }
        return (name, shown, away)
    }

    static let largestFlag = 1_000_000_000

    /// A path with one slash between its parts and at its end, to compare it with others.
    private static func folder(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.map { "/\($0)" }.joined() + "/"
    }
}
