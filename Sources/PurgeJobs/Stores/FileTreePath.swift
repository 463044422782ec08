/// An object key as directories and a name, in the kernel's bytes.
struct FileTreePath: Hashable, Sendable {
    /// The directories from the root down; empty for a file in the root itself.
    let directories: [[UInt8]]
    let name: [UInt8]

    /// The directories as one relative path.
    var parent: [UInt8] { Array(directories.joined(separator: [UInt8(ascii: "/")])) }

    /// Splits a key, checking once more what `ObjectKey` promises.
    ///
    /// A key read back from a ledger was checked when it was written, but it decides what is renamed.
    ///
    /// - Throws: `escape` for an absolute path, an empty, `.` or `..` segment, or a NUL, which would cut the
    ///   name short in the kernel.
    init(_ key: ObjectKey) throws(StoreError.Cause) {
        let segments = key.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isEscape = segments.contains { segment in
            segment.isEmpty || segment.contains(0) || segment.elementsEqual(".".utf8)
                || segment.elementsEqual("..".utf8)
        }
        guard !isEscape, let last = segments.last else { throw .escape }

        directories = segments.dropLast().map(Array.init)
        name = Array(last)
    }
}
