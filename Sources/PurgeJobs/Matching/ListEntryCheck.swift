/// Tells entries that name one thing from lines that name nothing, or everything.
enum ListEntryCheck {
    /// The hash of no bytes at all, which an upload that failed has (RFC 1321 A.5; FIPS 180-4).
    private static let ofNothing: [MediaHash.Algorithm: String] = [
        .md5: "d41d8cd98f00b204e9800998ecf8427e",
        .sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        .sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]

    /// Why a line selects nothing in particular: `*`, `/`, `""` and the like; nil where it may name something.
    static func flawOfSelector(_ line: [UInt8]) -> String? {
        let isSelector = line.allSatisfy { "*/.?\"'%#".utf8.contains($0) }
        return isSelector ? "it names everything or nothing, and no one clip" : nil
    }

    static func clipID(_ line: [UInt8]) -> ListEntry.Value {
        let text = String(decoding: line, as: UTF8.self)
        guard !text.contains("://") else {
            return .malformed(line, reason: "it is a URL, and the list is one of clip ids")
        }
        guard let id = ClipID(line) else {
            return .malformed(line, reason: "it is no id that a clip can have")
        }

        return .clip(id)
    }

    static func hash(_ line: [UInt8], _ algorithm: MediaHash.Algorithm) -> ListEntry.Value {
        let name = algorithm.rawValue
        guard line.count == 2 * algorithm.length else {
            return .malformed(line, reason: "a hash of \(name) has \(2 * algorithm.length) digits")
        }
        guard let hash = MediaHash(algorithm, hex: line) else {
            return .malformed(line, reason: "a hash of \(name) has hexadecimal digits only")
        }
        guard Set(hash.bytes) != [0], Set(hash.bytes) != [0xff] else {
            return .malformed(line, reason: "it stands for no hash: all its digits are the same")
        }
        guard Hexadecimal.text(of: hash.bytes) != ofNothing[algorithm] else {
            return .malformed(line, reason: "it is the hash of an empty file")
        }

        return .hash(hash)
    }
}
