import Glibc

extension StateDirectory {
    /// The bytes of the ledger and of its log.
    var ledgerSize: ByteCount {
        let sizes = [ledger, ledger + "-wal", ledger + "-shm"].map { path in
            var status = stat()
            return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
        }
        return ByteCount(bytes: sizes.reduce(0, +))
    }

    /// Whether there is a ledger in it.
    var hasLedger: Bool {
        var status = stat()
        return unsafe stat(ledger, &status) == 0
    }

    /// Whether a process holds the ledger's lock; nil where the system does not tell.
    ///
    /// It is read from the kernel's list. Trying the lock would tell too, and for that moment keep a run from starting.
    var isLocked: Bool? {
        var status = stat()
        guard unsafe stat(lock, &status) == 0 else { return errno == ENOENT ? false : nil }
        let inode = UInt64(status.st_ino)
        for _ in 0..<Self.readings {
            guard let list = Self.locks() else { return nil }

            if list.split(separator: "\n").contains(where: { Self.isExclusive($0, on: inode) }) {
                return true
            }
        }
        return false
    }

    /// A list longer than a page is no picture of one moment: while other locks come and go, a line may be passed over.
    private static let readings = 5

    /// The kernel's list of locks, read to its end; nil without a proc file system.
    ///
    /// Foundation reads the first page only of a file whose size is said to be 0.
    private static func locks() -> String? {
        let descriptor = unsafe open("/proc/locks", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }

        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }

            bytes += chunk.prefix(count)
        }
    }

    /// Reads a line of proc(5), `/proc/locks`: `1: FLOCK ADVISORY WRITE 708 08:01:131 0 EOF`.
    ///
    /// The device is left out: some file systems show there another one than `stat` does.
    static func isExclusive(_ line: some StringProtocol, on inode: UInt64) -> Bool {
        let words = line.split(separator: " ")
        guard words.count >= 8, words[1] == "FLOCK", words[3] == "WRITE" else { return false }

        return words[5].split(separator: ":").last.flatMap { UInt64($0) } == inode
    }
}
