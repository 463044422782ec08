extension SiteReader {
    private enum Kind {
        case fileTree
        case http
    }

    mutating func store(_ keys: inout YAMLMapping, name: String) -> StoreSettings? {
        let kinds: [(name: String, value: Kind)] = [("fileTree", .fileTree), ("http", .http)]
        switch keys.required("kind")?.scalar(NameText.choice(kinds, "kinds of stores")) {
        case .fileTree: return fileTree(&keys).map { StoreSettings(name: name, kind: .fileTree($0)) }
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
        return .init(root: rootPath, quarantine: quarantinePath)
    }

    /// A path with one slash between its parts and at its end, to compare it with others.
    private static func folder(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.map { "/\($0)" }.joined() + "/"
    }
}
