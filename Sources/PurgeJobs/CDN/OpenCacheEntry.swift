import CLinux
private import Glibc

/// A directory or file of a cache while it is open.
struct OpenCacheEntry: ~Copyable {
    struct Node: Equatable {
        let device: UInt64
        let inode: UInt64
        let isFile: Bool
    }

    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    var isWritable: Bool { unsafe faccessat(descriptor, ".", W_OK | X_OK, 0) == 0 }

    /// What lies beneath at a relative path; nil where nothing does.
    func beneath(_ path: String, _ flags: Int32) throws(CacheFileError) -> OpenCacheEntry? {
        let answer = Self.attempt { unsafe clinux_open_beneath(descriptor, path, flags) }
        switch answer.code {
        case 0: return OpenCacheEntry(answer.value)
        case ENOENT, ENOTDIR: return nil
        case ELOOP, EXDEV: throw .escape
        case ENOSYS, EPERM: throw .noBeneath
        case EAGAIN: throw .restless
        default: throw .system(call: "openat2", code: answer.code)
        }
    }

    /// A regular file in this directory, to be read.
    func file(_ name: String) throws(CacheFileError) -> OpenCacheEntry? {
        // A FIFO would keep whoever opens it waiting.
        guard let entry = try beneath(name, O_RDONLY | O_NONBLOCK) else { return nil }
        guard try entry.node().isFile else { throw .otherFormat }

        return entry
    }

    func head(_ length: Int) throws(CacheFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        var filled = 0
        while filled < length {
            let answer = Self.attempt {
                let rest = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe pread(
                        descriptor,
                        buffer.baseAddress?.advanced(by: filled),
                        length - filled,
                        off_t(filled)
                    )
                }
                return Int32(clamping: rest)
            }
            guard answer.code == 0 else { throw .system(call: "pread", code: answer.code) }
            guard answer.value > 0 else { break }

            filled += Int(answer.value)
        }
        return Array(bytes.prefix(filled))
    }

    func node() throws(CacheFileError) -> Node {
        var about = stat()
        let answer = Self.attempt { unsafe fstat(descriptor, &about) }
        guard answer.code == 0 else { throw .system(call: "fstat", code: answer.code) }

        return Node(about)
    }

    /// What has a name in this directory now; nil where nothing has.
    func node(_ name: String) throws(CacheFileError) -> Node? {
        var about = stat()
        let answer = Self.attempt { unsafe fstatat(descriptor, name, &about, AT_SYMLINK_NOFOLLOW) }
        switch answer.code {
        case 0: return Node(about)
        case ENOENT: return nil
        default: throw .system(call: "fstatat", code: answer.code)
        }
    }

    /// Removes a name of this directory; false where there is none.
    func unlink(_ name: String) throws(CacheFileError) -> Bool {
        let answer = Self.attempt { unsafe unlinkat(descriptor, name, 0) }
        switch answer.code {
        case 0: return true
        case ENOENT: return false
        default: throw .system(call: "unlinkat", code: answer.code)
        }
    }

    /// Returns when the names in this directory are on the disk: what a crash brings back, nginx would serve.
    func sync() throws(CacheFileError) {
        let answer = Self.attempt { fsync(descriptor) }
        if answer.code != 0 { throw .system(call: "fsync", code: answer.code) }
    }

    static func attempt(_ call: () -> Int32) -> (value: Int32, code: Int32) {
        while true {
            let value = call()
            let code = errno
            if value >= 0 { return (value, 0) }
            if code != EINTR { return (value, code) }
        }
    }
}

extension OpenCacheEntry.Node {
    fileprivate init(_ about: stat) {
        device = UInt64(about.st_dev)
        inode = UInt64(about.st_ino)
        isFile = about.st_mode & S_IFMT == S_IFREG
    }
}
