/// Where a cache file lies beneath the directory of its cache.
struct CacheFilePath: Hashable, Sendable {
    /// From the top down; none where all files lie side by side.
    let directories: [String]
    let name: String

    /// The directories as one relative path.
    var parent: String { directories.isEmpty ? "." : directories.joined(separator: "/") }
}
