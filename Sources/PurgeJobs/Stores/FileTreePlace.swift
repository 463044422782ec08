/// The directory of one run within a quarantine.
struct FileTreePlace: Hashable, Sendable {
    private static let lengthLimit = 64

    private let name: [UInt8]

    /// Takes 1 to 64 bytes of `a`–`z`, `0`–`9` and `-`.
    ///
    /// - Throws: `unusable` for anything else, which might be a path.
    init(_ text: String) throws(StoreError.Cause) {
        let bytes = Array(text.utf8)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isPlain = bytes.allSatisfy { byte in
            letters.contains(byte) || digits.contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isPlain, (1...Self.lengthLimit).contains(bytes.count) else {
            throw .unusable("'\(VisibleText.of(text))' cannot name a place in quarantine")
        }

        name = bytes
    }

    /// The directories, beneath the quarantine, of a path's hidden file.
    func directories(of path: FileTreePath) -> [[UInt8]] { [name] + path.directories }
}
