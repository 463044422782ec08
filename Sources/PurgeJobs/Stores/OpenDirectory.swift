import CLinux
import Glibc

extension StoreError.Cause: Error {}

/// An open directory: the one place where a file store talks to the kernel.
///
/// Everything is named relative to it, so that no path is resolved twice. Names are single segments, and
/// never followed when they are links. Interrupted calls are repeated.
final class OpenDirectory: Sendable {
    enum Purpose: Sendable {
        /// To look things up only.
        case lookup
        /// To change names in it, and to sync it: needs read permission.
        case change

        fileprivate var flags: Int32 {
            switch self {
            case .lookup: clinux_path_only | O_DIRECTORY
            case .change: O_RDONLY | O_DIRECTORY
            }
        }
    }

    enum Move: Sendable {
        case done
        /// Nothing at the source, or no directory at the target any more.
        case missing
        /// Something is at the target.
        case occupied
    }

    /// How often openat2 is repeated when a rename elsewhere made its walk uncertain (EAGAIN).
    private static let walkLimit = 128

    let node: FileNode
    private let descriptor: Int32

    private init(adopting descriptor: Int32) throws(StoreError.Cause) {
        self.descriptor = descriptor
        var about = stat()
        let answer = Self.attempt { unsafe fstat(descriptor, &about) }
        node = FileNode(device: UInt64(about.st_dev), inode: UInt64(about.st_ino))
        if answer.code != 0 { throw .system(call: "fstat", code: answer.code) }
    }

    deinit { close(descriptor) }

    /// Opens an absolute path for lookups; nil when there is no directory or the last segment is a link.
    static func at(path: [UInt8]) throws(StoreError.Cause) -> OpenDirectory? {
        let flags = clinux_path_only | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let name = text(path)
        let answer = attempt { unsafe open(name, flags) }
        switch answer.code {
        case 0: return try OpenDirectory(adopting: answer.value)
        case ENOENT, ENOTDIR, ELOOP: return nil
        default: throw .system(call: "open", code: answer.code)
        }
    }

    /// Opens a directory beneath this one by a relative path, itself by an empty one; nil when there is none.
    ///
    /// - Throws: `escape` when a segment is a symbolic link, leads out or crosses a mount; `unusable` when the
    ///   kernel refuses openat2; `system` for the rest.
    func directory(at path: [UInt8], for purpose: Purpose) throws(StoreError.Cause) -> OpenDirectory? {
        let name = Self.text(path.isEmpty ? [UInt8(ascii: ".")] : path)
        for _ in 1...Self.walkLimit {
            let answer = Self.attempt {
                unsafe clinux_open_beneath(descriptor, name, purpose.flags)
            }
            switch answer.code {
            case 0: return try OpenDirectory(adopting: answer.value)
            case ENOENT, ENOTDIR: return nil
            case ELOOP, EXDEV: throw .escape
            case ENOSYS, EPERM:
                throw .unusable("the kernel has no openat2 (Linux 5.6), or a sandbox forbids it; allow it")
            case EAGAIN: continue
            default: throw .system(call: "openat2", code: answer.code)
            }
        }
        throw .system(call: "openat2", code: EAGAIN)
    }

    /// What is at a name, a link itself included; nil when there is nothing.
    func record(of name: [UInt8]) throws(StoreError.Cause) -> FileRecord? {
        var about = stat()
        let bytes = Self.text(name)
        let answer = Self.attempt { unsafe fstatat(descriptor, bytes, &about, AT_SYMLINK_NOFOLLOW) }
        switch answer.code {
        case 0: return FileRecord(about)
        case ENOENT, ENOTDIR: return nil
        default: throw .system(call: "fstatat", code: answer.code)
        }
    }

    /// Makes a directory that only its owner may enter; nothing when the name is taken.
    func makeDirectory(_ name: [UInt8]) throws(StoreError.Cause) {
        let bytes = Self.text(name)
        let answer = Self.attempt { unsafe mkdirat(descriptor, bytes, 0o700) }
        if answer.code != 0, answer.code != EEXIST { throw .system(call: "mkdirat", code: answer.code) }
    }

    /// Removes a directory when it is empty, and tells whether it did.
    func removeDirectory(_ name: [UInt8]) throws(StoreError.Cause) -> Bool {
        let bytes = Self.text(name)
        let answer = Self.attempt { unsafe unlinkat(descriptor, bytes, AT_REMOVEDIR) }
        switch answer.code {
        case 0: return true
        case ENOTEMPTY, EEXIST, ENOENT: return false
        default: throw .system(call: "unlinkat", code: answer.code)
        }
    }

    /// Moves a name into another directory, there under the same name or `newName`, and never over anything.
    func move(
        _ name: [UInt8],
        to target: OpenDirectory,
        as newName: [UInt8]? = nil
    ) throws(StoreError.Cause) -> Move {
        let (bytes, newBytes) = (Self.text(name), Self.text(newName ?? name))
        let answer = Self.attempt {
            unsafe clinux_rename_new(descriptor, bytes, target.descriptor, newBytes)
        }
        switch answer.code {
        case 0: return .done
        case ENOENT: return .missing
        case EEXIST: return .occupied
        default: throw .system(call: "renameat2", code: answer.code)
        }
    }

    /// Removes a file's name, and tells whether there was one.
    func unlink(_ name: [UInt8]) throws(StoreError.Cause) -> Bool {
        let bytes = Self.text(name)
        let answer = Self.attempt { unsafe unlinkat(descriptor, bytes, 0) }
        switch answer.code {
        case 0: return true
        case ENOENT: return false
        default: throw .system(call: "unlinkat", code: answer.code)
        }
    }

    /// Opens a regular file to read it; nil when there is none, or something else.
    ///
    /// - Throws: `escape` for a link.
    func file(_ name: [UInt8]) throws(StoreError.Cause) -> OpenBytes? {
        let bytes = Self.text(name)
        let answer = Self.attempt {
            unsafe clinux_open_beneath(descriptor, bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        }
        switch answer.code {
        case 0: break
        case ENOENT, ENOTDIR: return nil
        case ELOOP, EXDEV: throw .escape
        default: throw .system(call: "openat2", code: answer.code)
        }
        let file = try OpenBytes(adopting: answer.value)
        return file.record.kind == .regular ? file : nil
    }

    /// Makes a file that nobody but its owner may read, and opens it to be written.
    func madeFile(_ name: [UInt8]) throws(StoreError.Cause) -> OpenBytes {
        let bytes = Self.text(name)
        let answer = Self.attempt { unsafe clinux_create(descriptor, bytes) }
        switch answer.code {
        case 0: return try OpenBytes(adopting: answer.value)
        default: throw .system(call: "openat", code: answer.code)
        }
    }

    /// The account that this process acts as.
    static var user: UInt32 { geteuid() }

    /// Who may enter it.
    func access() throws(StoreError.Cause) -> (owner: UInt32, mode: UInt32) {
        var about = stat()
        let answer = Self.attempt { unsafe fstat(descriptor, &about) }
        if answer.code != 0 { throw .system(call: "fstat", code: answer.code) }
        return (about.st_uid, about.st_mode & 0o7777)
    }

    /// Returns when the names in it are on the disk.
    func sync() throws(StoreError.Cause) {
        let answer = Self.attempt { fsync(descriptor) }
        if answer.code != 0 { throw .system(call: "fsync", code: answer.code) }
    }

    func fileSystem() throws(StoreError.Cause) -> FileSystemType {
        var number: UInt32 = 0
        let answer = Self.attempt { unsafe clinux_file_system(descriptor, &number) }
        if answer.code != 0 { throw .system(call: "fstatfs", code: answer.code) }
        return FileSystemType(number: number)
    }

    /// The mount that it was opened in: one device may be mounted at several places.
    func mount() throws(StoreError.Cause) -> UInt64 {
        var mount: UInt64 = 0
        let answer = Self.attempt { unsafe clinux_mount(descriptor, &mount) }
        if answer.code != 0 { throw .system(call: "statx", code: answer.code) }
        return mount
    }

    /// An absolute path without links, `.` and `..`; nil when it leads nowhere.
    static func realPath(of path: [UInt8]) throws(StoreError.Cause) -> [UInt8]? {
        var resolved = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard unsafe realpath(text(path), &resolved) == nil else {
            return resolved.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        }

        let code = errno
        guard code == ENOENT || code == ENOTDIR else { throw .system(call: "realpath", code: code) }

        return nil
    }

    /// Makes a system call again as long as signals interrupt it.
    static func attempt(_ call: () -> Int32) -> (value: Int32, code: Int32) {
        while true {
            let value = call()
            let code = errno
            if value >= 0 { return (value, 0) }
            if code != EINTR { return (value, code) }
        }
    }

    private static func text(_ bytes: [UInt8]) -> [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }
}

extension FileRecord {
    init(_ about: stat) {
        node = FileNode(device: UInt64(about.st_dev), inode: UInt64(about.st_ino))
        kind =
            switch about.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFLNK: .link
            default: .other
            }
        size = Int64(about.st_size)
        links = UInt64(about.st_nlink)
    }
}
