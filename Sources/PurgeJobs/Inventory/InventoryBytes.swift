import Crypto
import Foundation

/// The bytes of one open file, expanded where it is compressed, in constant memory, with a running hash of what was
/// consumed.
///
/// Every offset counts expanded bytes from the file's beginning.
struct InventoryBytes {
    /// Rows of more bytes are bad, and skipped without being held.
    static let longestRow = 1 << 20
    private static let chunk = 1 << 17

    /// What was read and not forgotten; `start` and what follows was not consumed.
    private(set) var buffer: [UInt8] = []
    private(set) var start = 0
    private let file: OpenFile
    private let members: MemberReader?
    /// Where the buffer begins in the file.
    private var base: Int64
    /// The first byte of the buffer that was consumed and not hashed.
    private var hashed = 0
    private var hasher = SHA256()

    /// Bytes consumed since the file's beginning.
    var offset: Int64 { base + Int64(start) }

    /// Where reading has to begin anew to go on here; nil where it can begin right here.
    var member: InventoryCursor.Member? { members?.member(before: offset) }

    /// What the open file is now.
    ///
    /// - Throws: `unreadable`.
    var identity: FileIdentity { get throws(InventoryError) { try file.identity() } }

    /// Opens a file and goes to where `cursor` stands, expanding at most the part that it stands in.
    ///
    /// - Throws: `unreadable`, `changed` when there is no such place, and what `MemberReader` throws.
    init(
        path: String,
        _ compression: InventoryCompression = .none,
        after cursor: InventoryCursor? = nil,
        source: String
    ) throws(InventoryError) {
        let target = cursor?.offset ?? 0
        let place = compression == .none ? target : cursor?.member?.begin ?? 0
        let file = try OpenFile(path: path, offset: place, source: source)
        try self.init(file, compression, at: cursor?.member, place: place, target, source)
    }

    /// Reads what standard input is connected to.
    ///
    /// - Throws: `unreadable` when there is no memory.
    static func standardInput(
        _ compression: InventoryCompression,
        source: String
    ) throws(InventoryError) -> Self {
        try Self(.standardInput(source: source), compression, at: nil, place: 0, 0, source)
    }

    private init(
        _ file: OpenFile,
        _ compression: InventoryCompression,
        at member: InventoryCursor.Member?,
        place: Int64,
        _ target: Int64,
        _ source: String
    ) throws(InventoryError) {
        self.file = file
        do throws(MemberFlaw) {
            members = try compression.makeDecoder().map { MemberReader(file, $0, at: member, source: source) }
        } catch {
            throw InventoryError(source: source, cause: .unreadable(FileFailure.sentence(for: 12)))
        }
        base = members == nil ? target : member?.offset ?? 0
        guard place >= 0, base >= 0, base <= target else {
            throw InventoryError(source: source, cause: .changed)
        }

        while offset < target {
            start = buffer.count
            hashed = start
            guard try refill() else { throw InventoryError(source: source, cause: .changed) }

            start = min(buffer.count, Int(target - base))
        }
        hashed = start
    }

    /// Up to `count` of the bytes to come, without consuming them.
    ///
    /// - Throws: `unreadable`, and what `MemberReader` throws.
    mutating func head(_ count: Int) throws(InventoryError) -> ArraySlice<UInt8> {
        while buffer.count - start < count, try refill() {}
        return buffer[start...].prefix(count)
    }

    /// Goes past what lies before `index` of the buffer.
    mutating func consume(to index: Int) { start = index }

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

    /// Forgets what was consumed and reads more; false at the end of the file.
    ///
    /// - Throws: `unreadable`, and what `MemberReader` throws.
    mutating func refill() throws(InventoryError) -> Bool {
        hashConsumed()
        buffer.removeSubrange(..<start)
        base += Int64(start)
        (start, hashed) = (0, 0)
        if let members {
            members.forget(before: base)
            return try members.read(into: &buffer)
        }
        let more = try file.read(Self.chunk)
        buffer.append(contentsOf: more)
        return !more.isEmpty
    }

    private mutating func hashConsumed() {
        hasher.update(data: buffer[hashed..<start])
        hashed = start
    }
}
