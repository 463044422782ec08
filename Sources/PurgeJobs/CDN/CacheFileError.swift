/// Why a cache file was not removed.
enum CacheFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory of the cache is missing, or a link, or no directory.
    case noDirectory(String)
    /// A symbolic link or a mount stands where the cache has a directory or a file.
    case escape
    /// The kernel has no openat2, or a sandbox forbids it.
    case noBeneath
    case otherFormat
    case otherKey
    /// It was written anew again and again.
    case restless
    /// A system call failed, with its name and errno.
    case system(call: String, code: Int32)

    var description: String {
        switch self {
        case .noDirectory(let path):
            "the cache's directory \(VisibleText.of(path)) is missing, or a link, or no directory"
        case .escape:
            "a link or a mount stands where the cache has a directory or a file; it was not followed"
        case .noBeneath:
            "the kernel has no openat2 (Linux 5.6), or a sandbox forbids it; allow it"
        case .otherFormat:
            "the file is none of an nginx cache in format 5 (nginx 1.19.3 and later); it was not touched"
        case .otherKey: "the file holds another key than the link's; it was not touched"
        case .restless: "the file was replaced again and again while it was looked at; try again"
        case .system(let call, let code): "\(call) failed with errno \(code)"
        }
    }

    /// Whether the same would be said of any other link.
    var isOfPlace: Bool {
        switch self {
        case .noDirectory, .noBeneath: true
        case .system(_, let code): [1, 13, 30].contains(code)  // EPERM, EACCES, EROFS
        case .escape, .otherFormat, .otherKey, .restless: false
        }
    }
}
