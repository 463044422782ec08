import Crypto

/// Values as unambiguous bytes on their way into a SHA-256: eight big-endian bytes a number, texts after their
/// length.
struct CanonicalWriter {
    private var hasher = SHA256()
    /// What the hasher has not seen yet: it is handed few large pieces, not many small ones.
    private var pending: [UInt8] = []

    private static let pieceSize = 4096

    init() { pending.reserveCapacity(512) }

    var digest: Digest {
        var hasher = hasher
        hasher.update(data: pending)
        return Digest(stored: Array(hasher.finalize()))
    }

    mutating func add(_ number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: number >> shift))
        }
        flush()
    }

    mutating func add(_ bytes: some Collection<UInt8>) {
        add(Int64(bytes.count))
        pending.append(contentsOf: bytes)
        flush()
    }

    private mutating func flush() {
        guard pending.count >= Self.pieceSize else { return }

        hasher.update(data: pending)
        pending.removeAll(keepingCapacity: true)
    }

    mutating func add(_ text: String?) {
        add(text == nil ? 0 : 1)
        if let text { add(text.utf8) }
    }

    mutating func add(_ number: Int64?) {
        add(number == nil ? 0 : 1)
        if let number { add(number) }
    }

    mutating func add(raw bytes: [UInt8]) {
        pending.append(contentsOf: bytes)
        flush()
    }
}
