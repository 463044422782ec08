/// The name of one object in a store: a relative path in a file tree, a key in a bucket.
package struct ObjectKey: ByteKey {
    package static let maximumLength = 1024

    package let bytes: [UInt8]

    /// Takes a relative path of 1 to 1,024 bytes without empty, `.` or `..` segments or control characters.
    ///
    /// Such a path can only name something beneath the store's root; the store enforces it once more.
    package init?(_ bytes: some Collection<UInt8>) {
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ $0 >= 32 && $0 != 127 })
        else {
            return nil
        }

        let copy = Array(bytes)
        let segments = copy.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isEscape = segments.contains { segment in
            segment.isEmpty || segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8)
        }
        guard !isEscape else { return nil }

        self.bytes = copy
    }

    package init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Takes bytes that were a valid key when they were stored.
    init(stored bytes: [UInt8]) { self.bytes = bytes }
}
