import Crypto

/// Values as unambiguous bytes on their way into a SHA-256: eight big-endian bytes a number, texts after their
/// length.
struct CanonicalWriter {
    private var hasher = SHA256()

    var digest: Digest { Digest(stored: Array(hasher.finalize())) }

    mutating func add(_ number: Int64) {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
        hasher.update(data: bytes)
    }

    mutating func add(_ bytes: some Collection<UInt8>) {
        add(Int64(bytes.count))
        hasher.update(data: Array(bytes))
    }

    mutating func add(_ text: String?) {
        add(text == nil ? 0 : 1)
        if let text { add(text.utf8) }
    }

    mutating func add(_ number: Int64?) {
        add(number == nil ? 0 : 1)
        if let number { add(number) }
    }

    mutating func add(raw bytes: [UInt8]) { hasher.update(data: bytes) }
}
