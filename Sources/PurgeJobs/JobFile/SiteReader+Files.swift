// Caches whose files lie on this machine's disk.
extension SiteReader {
    /// By node, where its files are and how they are named.
    func files(
        _ value: YAMLValue?,
        _ kind: CDNKind?,
        _ nodes: [CacheSettings.Node]
    ) -> [String: NginxCacheFiles] {
        guard let value else { return [:] }

        if let kind, kind != .nginx {
            value.complain("only files of nginx are known", "leave it out: the nodes are asked to forget")
        }
        var files: [String: NginxCacheFiles] = [:]
        for entry in value.entries() {
            requireNode(entry, nodes)
            files[entry.name] = entry.value.mapping { keys in
                let directory = keys.required("directory")?.scalar(CacheFilesText.directory)
                let levels = keys.optional("levels").map { $0.scalar(CacheFilesText.levels) } ?? []
                let key = keys.required("key")?.scalar(CacheFilesText.key)
                guard let directory, let levels, let key else { return nil }

                return NginxCacheFiles(directory: directory, levels: levels, key: key)
            }
        }
        return files
    }
}
