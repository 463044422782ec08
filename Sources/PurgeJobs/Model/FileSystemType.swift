/// The type of a file system, by the number that `statfs(2)` gives it.
package struct FileSystemType: Hashable, Sendable, CustomStringConvertible {
    package let number: UInt32

    /// Numbers and names of `linux/magic.h`, of those types whose files may live on another machine or in a
    /// program: their locks, renames and syncs need not mean what the kernel's own file systems mean by them.
    private static let remote: [UInt32: String] = [
        0x6969: "NFS",
        0x517b: "SMB",
        0xff53_4d42: "CIFS",
        0xfe53_4d42: "SMB2",
        0x6573_5546: "FUSE",
        0x0102_1997: "9P",
        0x00c3_6400: "Ceph",
        0x5346_414f: "AFS",
        0x6b41_4653: "kAFS",
        0x7375_7245: "Coda",
        0x564c: "NCP",
    ]

    /// Whether files on it may live outside this kernel.
    package var isRemote: Bool { Self.remote[number] != nil }

    package var description: String {
        Self.remote[number] ?? "file system type 0x\(String(number, radix: 16))"
    }

    package init(number: UInt32) { self.number = number }
}
