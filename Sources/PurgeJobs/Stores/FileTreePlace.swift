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

    /// The directories, beneath a preservation place, of a path's preserved file.
    func keptDirectories(of path: FileTreePath) -> [[UInt8]] {
        [name, Array("files".utf8)] + path.directories
    }

    /// The directories, beneath a preservation place, of what is written before it has its name, and of the manifest.
    var partialDirectories: [[UInt8]] { [name, Array("partial".utf8)] }
    var manifestDirectories: [[UInt8]] { [name, Array("sha256".utf8)] }
}
