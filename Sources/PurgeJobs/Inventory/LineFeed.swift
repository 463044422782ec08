import CLinux
import Crypto
import Foundation

/// The lines of one open file, one after the other, in constant memory, with a running hash of what was consumed.
struct LineFeed {
    enum Line {
        /// The bytes of `buffer` up to the newline, or up to the end of the file where there is none.
        case row(Range<Int>, isTerminated: Bool)
        /// A line that was skipped because it exceeds `maximumLength`.
        case tooLong(isTerminated: Bool)
        case end
    }

    static let maximumLength = 1 << 20
    private static let chunk = 1 << 17

    /// Holds the line that `next()` returned last.
    private(set) var buffer: [UInt8] = []
    private let handle: FileHandle
    private let source: String
    /// Where the buffer begins in the file.
    private var base: Int64
    /// The first byte of the buffer that was not consumed.
    private var start = 0
    /// The first byte of the buffer that was consumed and not hashed.
    private var hashed = 0
    private var hasher = SHA256()

    /// Bytes consumed since the file's beginning.
    var offset: Int64 { base + Int64(start) }

    /// Opens a file and goes to a place in it; a FIFO, which has no places, is opened at 0.
    ///
    /// - Throws: `unreadable`.
    init(path: String, offset: Int64 = 0, source: String) throws(InventoryError) {
        let descriptor = clinux_open_for_reading(path)
        guard descriptor >= 0 else {
            throw InventoryError(source: source, cause: .unreadable(FileFailure.sentence(for: -descriptor)))
        }

        self.init(handle: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), offset, source)
        guard offset > 0 else { return }

        try readable { try handle.seek(toOffset: UInt64(offset)) }
    }

    /// Reads what standard input is connected to.
    static func standardInput(source: String) -> Self { Self(handle: .standardInput, 0, source) }

    private init(handle: FileHandle, _ offset: Int64, _ source: String) {
        self.handle = handle
        self.source = source
        base = offset
    }

    /// What the open file is now.
    ///
    /// - Throws: `unreadable`.
    func identity() throws(InventoryError) -> FileIdentity {
        try FileIdentity(descriptor: handle.fileDescriptor, source: source)
    }

    /// Up to `count` of the bytes to come, without consuming them.
    ///
    /// - Throws: `unreadable`.
    mutating func head(_ count: Int) throws(InventoryError) -> ArraySlice<UInt8> {
        while buffer.count - start < count, try refill() {}
        return buffer[start...].prefix(count)
    }

    /// The next line.
    ///
    /// - Throws: `unreadable`.
    mutating func next() throws(InventoryError) -> Line {
        var searched = 0
        while true {
            if let newline = newline(from: start + searched) {
                let line = start..<newline
                start = newline + 1
                return line.count > Self.maximumLength
                    ? .tooLong(isTerminated: true) : .row(line, isTerminated: true)
            }
            searched = buffer.count - start
            guard searched <= Self.maximumLength else { return try skipLine() }

            guard try refill() else {
                let line = start..<buffer.count
                start = buffer.count
                return line.isEmpty ? .end : .row(line, isTerminated: false)
            }
        }
    }

    /// Begins to hash: what is consumed from here on follows `previous`.
    mutating func beginHash(after previous: [UInt8]) {
        hasher = SHA256()
        hasher.update(data: previous)
        hashed = start
    }

    /// The hash of `previous` and all that was consumed since `beginHash(after:)`.
    mutating func endHash() -> [UInt8] {
        hashConsumed()
        return Array(hasher.finalize())
    }

    private mutating func skipLine() throws(InventoryError) -> Line {
        repeat {
            start = buffer.count
            guard try refill() else { return .tooLong(isTerminated: false) }
        } while newline(from: start) == nil
        start = (newline(from: start) ?? start) + 1
        return .tooLong(isTerminated: true)
    }

    private func newline(from index: Int) -> Int? {
        let bytes = buffer.span
        var index = index
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }

    private mutating func hashConsumed() {
        hasher.update(data: buffer[hashed..<start])
        hashed = start
    }

    /// Forgets what was consumed and reads more; false at the end of the file.
    private mutating func refill() throws(InventoryError) -> Bool {
        hashConsumed()
        buffer.removeSubrange(..<start)
        base += Int64(start)
        (start, hashed) = (0, 0)
        let more = try readable { try handle.read(upToCount: Self.chunk) }
        guard let more, !more.isEmpty else { return false }

        buffer.append(contentsOf: more)
        return true
    }

    private func readable<Value>(_ action: () throws -> Value) throws(InventoryError) -> Value {
        do {
            return try action()
        } catch {
            throw InventoryError(source: source, cause: .unreadable(error.localizedDescription))
        }
    }
}
