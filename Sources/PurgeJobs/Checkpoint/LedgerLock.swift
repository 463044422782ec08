import Glibc

/// The one lock that makes a process the ledger's holder; a crash of the process releases it.
///
/// `flock` on a file opened with `O_CLOEXEC`: a child that inherited the descriptor would keep the lock after
/// its parent was killed.
final class LedgerLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: `LedgerError.Cause.locked` with the holder's own words when somebody else has it.
    init(_ directory: StateDirectory, holder: String) throws(LedgerError) {
        let opened = unsafe open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw LedgerError(path: directory.path, cause: .unusable("its lock: \(StateDirectory.reason())"))
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let other = Self.text(of: opened)
            close(opened)
            throw LedgerError(path: directory.path, cause: .locked(holder: other))
        }

        descriptor = opened
        let line = Array("\(holder)\n".utf8)
        ftruncate(opened, 0)
        _ = unsafe line.withUnsafeBytes { unsafe pwrite(opened, $0.baseAddress, $0.count, 0) }
    }

    deinit { close(descriptor) }

    private static func text(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
        }
        let text = VisibleText.of(bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") })
        return text.isEmpty ? "another process" : text
    }
}
