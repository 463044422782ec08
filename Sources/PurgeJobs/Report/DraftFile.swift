import Glibc

/// A file that comes into being whole: written beside its place, durable, then renamed over whatever was there.
///
/// The draft is always a new file of ours: somebody who put one in its place, in a folder that others may write to, reads
/// nothing along. A crash leaves it behind, with a name that begins with a dot; the next one of the same process id
/// replaces it.
package struct DraftFile: ~Copyable {
    /// Why a file could not be put in place; the one before is as it was.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let path: String
        package let why: String

        package var description: String { "\(VisibleText.of(path)) cannot be written: \(why)" }
    }

    private let path: String
    private let draft: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isPlaced = false

    private static let pieceSize = 1 << 16

    /// Begins a file that others than its owner may read only if `mode` says so, whatever the process's mask.
    ///
    /// - Throws: `Failure` when its folder cannot be written to.
    package init(path: String, mode: UInt32 = 0o600) throws(Failure) {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        self.path = path
        draft = "\(path[..<slash]).\(path[slash...]).\(getpid())"
        _ = unsafe unlink(draft)
        descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        guard fchmod(descriptor, mode) == 0 else { throw Self.failure(path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isPlaced { _ = unsafe unlink(draft) }
    }

    /// - Throws: `Failure` when the disk is full, or failed.
    package mutating func write(_ text: String) throws(Failure) {
        pending.append(contentsOf: text.utf8)
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Puts the file in its place.
    ///
    /// - Throws: `Failure` when what was written is not durable, or may not be in its place after a crash.
    package mutating func place() throws(Failure) {
        try flush()
        guard fsync(descriptor) == 0, unsafe rename(draft, path) == 0 else { throw Self.failure(path) }

        isPlaced = true
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Self.failure(path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Self.failure(path) }
    }

    private mutating func flush() throws(Failure) {
        var rest = pending[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }

            rest = rest.dropFirst(count)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, why: unsafe String(cString: strerror(errno)))
    }
}
