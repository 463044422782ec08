/// A line of a manifest as sha256sum(1) writes and checks it.
///
/// A name with a backslash or a line break is escaped, and its line begins with a backslash:
/// https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
struct ManifestLine: Sendable {
    let digest: Digest
    /// The path, from where the check is made.
    let segments: [[UInt8]]

    var bytes: [UInt8] {
        let name = Array(segments.joined(separator: [UInt8(ascii: "/")]))
        let escaped = name.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\\"): Array(#"\\"#.utf8)
            case UInt8(ascii: "\n"): Array(#"\n"#.utf8)
            case UInt8(ascii: "\r"): Array(#"\r"#.utf8)
            default: [byte]
            }
        }
        let mark = escaped.count == name.count ? "" : #"\"#
        return Array("\(mark)\(digest)  ".utf8) + escaped + [UInt8(ascii: "\n")]
    }
}
