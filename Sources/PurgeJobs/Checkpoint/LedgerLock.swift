import Glibc

/// The one lock that makes a process the ledger's holder; a crash of the process releases it.
///
/// `flock` on a file opened with `O_CLOEXEC`: a child that inherited the descriptor would keep the lock after
/// its parent was killed.
final class LedgerLock: Sendable {
    private let descriptor: Int32
    private let line: [UInt8]

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: `LedgerError.Cause.locked` with the holder's own words when somebody else has it.
    init(_ file: String, of directory: StateDirectory, holder: String) throws(LedgerError) {
        let opened = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw LedgerError(path: directory.path, cause: .unusable("its lock: \(StateDirectory.reason())"))
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let other = Self.text(of: opened)
            close(opened)
            throw LedgerError(path: directory.path, cause: .locked(holder: other))
        }

        descriptor = opened
        line = Array("\(holder)\n".utf8)
        sign()
    }

    deinit { close(descriptor) }

    /// Lets another process have it.
    func release() { flock(descriptor, LOCK_UN) }

    /// Takes it again at once, or not at all; answers whether it could.
    func retake() -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }

        sign()
        return true
    }

    private func sign() {
        ftruncate(descriptor, 0)
        _ = unsafe line.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Whether some process has that lock now.
    static func isTaken(_ file: String) -> Bool {
        let descriptor = unsafe open(file, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }

        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    private static func text(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
        }
        let text = VisibleText.of(bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") })
        return text.isEmpty ? "another process" : text
    }
}
