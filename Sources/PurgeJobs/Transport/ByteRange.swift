/// A part of a resource to ask for (RFC 9110 section 14.1.2).
struct ByteRange: Hashable, Sendable {
    /// What stands after `bytes=`.
    let text: String

    /// From the first to the last byte, both counted from 0 and both asked for; throws `.range`.
    init(_ first: UInt64, through last: UInt64) throws(HTTPSyntaxError) {
        guard first <= last else { throw .range }
        text = "\(first)-\(last)"
    }

    /// So many bytes at the end; throws `.range` for none.
    init(last count: UInt64) throws(HTTPSyntaxError) {
        guard count > 0 else { throw .range }
        text = "-\(count)"
    }
}
