import Foundation
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

    /// Whether a process holds the ledger's lock; nil where the system does not tell.
    ///
    /// It is read from the kernel's list. Trying the lock would tell too, and for that moment keep a run from starting.
    var isLocked: Bool? {
        var status = stat()
        guard unsafe stat(lock, &status) == 0 else { return errno == ENOENT ? false : nil }
        // Without a proc file system nobody can say: that is what nil means.
        guard let list = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return nil }

        return list.split(separator: "\n").contains { Self.isExclusive($0, on: UInt64(status.st_ino)) }
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
