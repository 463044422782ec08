import CLinux
import Crypto
import Glibc

/// One open file, whose bytes are digested and copied and never looked into.
final class OpenBytes: Sendable {
    /// How a copy came to be.
    enum Cloning: Sendable {
        case done
        /// The file system cannot share bytes, or the two are in different ones.
        case impossible
    }

    private static let chunk = 1 << 20

    /// What it was when it was opened.
    let record: FileRecord
    private let descriptor: Int32

    init(adopting descriptor: Int32) throws(StoreError.Cause) {
        self.descriptor = descriptor
        var about = stat()
        let answer = OpenDirectory.attempt { unsafe fstat(descriptor, &about) }
        record = FileRecord(about)
        if answer.code != 0 { throw .system(call: "fstat", code: answer.code) }
    }

    deinit { close(descriptor) }

    /// SHA-256 of everything in it, and its length.
    func digest() throws(StoreError.Cause) -> (digest: Digest, size: Int64) {
        try each { _ throws(StoreError.Cause) in }
    }

    /// Writes everything in it to the end of `target`, and gives the SHA-256 and length of what was written.
    func copy(to target: OpenBytes) throws(StoreError.Cause) -> (digest: Digest, size: Int64) {
        try each { bytes throws(StoreError.Cause) in try target.append(bytes) }
    }

    /// Lets `target` share its bytes, until one of the two is written to.
    func clone(to target: OpenBytes) throws(StoreError.Cause) -> Cloning {
        let answer = OpenDirectory.attempt { clinux_clone(target.descriptor, descriptor) }
        switch answer.code {
        case 0: return .done
        case EOPNOTSUPP, EINVAL, ENOTTY, EXDEV, ENOSYS: return .impossible
        default: throw .system(call: "FICLONE", code: answer.code)
        }
    }

    /// Appends bytes, all of them.
    func append(_ bytes: some Collection<UInt8>) throws(StoreError.Cause) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .system(call: "write", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Returns when its bytes are on the disk.
    func sync() throws(StoreError.Cause) {
        let answer = OpenDirectory.attempt { fsync(descriptor) }
        if answer.code != 0 { throw .system(call: "fsync", code: answer.code) }
    }

    /// Calls `body` with everything in it, one piece after the other from the beginning.
    @discardableResult
    func each(
        _ body: (ArraySlice<UInt8>) throws(StoreError.Cause) -> Void
    ) throws(StoreError.Cause) -> (digest: Digest, size: Int64) {
        var (hash, size) = (SHA256(), Int64(0))
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(size))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .system(call: "pread", code: errno) }
            if count == 0 { return (Digest(stored: Array(hash.finalize())), size) }
            hash.update(data: buffer[..<count])
            size += Int64(count)
            try body(buffer[..<count])
        }
    }
}
