import Glibc

/// A file of metrics that a collector may read at any moment: it is whole, or it is the one before.
package struct MetricsFile: Sendable {
    /// Why a file could not be put in place; the one before is as it was.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let path: String
        package let why: String

        package var description: String { "\(VisibleText.of(path)) cannot be written: \(why)" }
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// Writes a file beside it, readable by all, and renames it over this one.
    ///
    /// Its name begins with a dot and ends otherwise than `.prom`, so that no collector takes it for a file of metrics.
    /// A crash leaves it behind, and the next one of the same process id replaces it.
    ///
    /// - Throws: `Failure` when the directory cannot be written.
    package func write(_ text: String) throws(Failure) {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let draft = "\(path[..<slash]).\(path[slash...]).\(getpid())"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure() }

        // Whatever the process's mask: the collector is another user.
        let isWritten = Self.write(Array(text.utf8), to: descriptor) && fchmod(descriptor, 0o644) == 0
        let why = isWritten ? nil : failure()
        close(descriptor)
        if why == nil, unsafe rename(draft, path) == 0 { return }

        let reason = why ?? failure()
        _ = unsafe unlink(draft)
        throw reason
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }

            rest = rest.dropFirst(count)
        }
        return true
    }

    private func failure() -> Failure { Failure(path: path, why: unsafe String(cString: strerror(errno))) }
}
