/// One file of this machine, whatever its name: device and inode.
struct FileNode: Hashable, Sendable, CustomStringConvertible {
    let device: UInt64
    let inode: UInt64

    var description: String { "\(device):\(inode)" }

    /// Whether `evidence` was given of this file; its size and names do not count.
    func isNamed(by evidence: ObjectEvidence) -> Bool {
        Array(evidence.identity.utf8.prefix { $0 != UInt8(ascii: " ") }) == Array(description.utf8)
    }
}
