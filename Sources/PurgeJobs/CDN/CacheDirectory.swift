import CLinux
private import Glibc

/// The directory of a cache on this machine's disk: the one place that opens and removes cache files.
///
/// Everything is beneath it, through no symbolic link and no mount. A file goes only after its own beginning was read and
/// found to be the right one, and only if it is still that file then. After a crash it is there or gone: whoever does not
/// know does it again.
struct CacheDirectory: Hashable, Sendable {
    /// How often a file is looked at anew that was replaced between the look and the removal.
    private static let attemptLimit = 8

    /// Absolute.
    let path: String

    /// Why this account cannot remove files there, as far as that can be told without doing it.
    var trouble: String? {
        do throws(CacheFileError) {
            let root = try open()
            guard let top = try root.beneath(".", O_RDONLY | O_DIRECTORY) else {
                throw .noDirectory(path)
            }
            return top.isWritable ? nil : "this account may not change it"
        } catch {
            return error.description
        }
    }

    /// The first bytes of a file; nil where there is none.
    func head(of file: CacheFilePath, length: Int) throws(CacheFileError) -> [UInt8]? {
        try open().beneath(file.parent, O_RDONLY | O_DIRECTORY)?.file(file.name)?.head(length)
    }

    /// Removes a file whose first bytes `check` accepts, durably; false where there is none.
    ///
    /// - Throws: what `check` throws, and what keeps the file from being opened or removed.
    func remove(
        _ file: CacheFilePath,
        length: Int,
        after check: ([UInt8]) throws(CacheFileError) -> Void
    ) throws(CacheFileError) -> Bool {
        guard let parent = try open().beneath(file.parent, O_RDONLY | O_DIRECTORY) else { return false }

        for _ in 1...Self.attemptLimit {
            guard let opened = try parent.file(file.name) else { return false }

            try check(try opened.head(length))
            // What took its place meanwhile was not looked at.
            guard try parent.node(file.name) == opened.node() else { continue }
            guard try parent.unlink(file.name) else { return false }

            try parent.sync()
            return true
        }
        throw .restless
    }

    private func open() throws(CacheFileError) -> OpenCacheEntry {
        let flags = clinux_path_only | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let answer = OpenCacheEntry.attempt { unsafe Glibc.open(path, flags) }
        switch answer.code {
        case 0: return OpenCacheEntry(answer.value)
        case ENOENT, ENOTDIR, ELOOP: throw .noDirectory(path)
        default: throw .system(call: "open", code: answer.code)
        }
    }
}
