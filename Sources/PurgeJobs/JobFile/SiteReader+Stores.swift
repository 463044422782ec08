extension SiteReader {
    func store(_ keys: inout YAMLMapping, name: String) -> StoreSettings? {
        let kind: Void? = keys.required("kind")?.scalar(
            NameText.choice([("fileTree", ())], "kinds of stores")
        )
        let settings = fileTree(&keys)
        guard kind != nil, let settings else { return nil }

        return StoreSettings(name: name, kind: .fileTree(settings))
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
        let preservation = keys.optional("preservation")
        let place = preservation?.scalar(paths.parse)
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

    /// A path with one slash between its parts and at its end, to compare it with others.
    private static func folder(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.map { "/\($0)" }.joined() + "/"
    }
}
