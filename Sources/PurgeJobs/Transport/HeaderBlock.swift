/// A response's header as it came, searched when asked.
struct HeaderBlock: Hashable, Sendable {
    /// The status line and every field, each with its line end; trailers, if any, after the empty line.
    let bytes: [UInt8]

    /// Every value of a field, in the order of the wire, without the white space around it.
    ///
    /// Names are compared without regard to case. Trailers are not searched.
    func values(of name: String) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        forEachValue(of: name) { value in
            found.append(value)
            return true
        }
        return found
    }

    /// The first value of a field.
    func first(_ name: String) -> ArraySlice<UInt8>? {
        var found: ArraySlice<UInt8>?
        forEachValue(of: name) { value in
            found = value
            return false
        }
        return found
    }

    /// The first value of a field as text, bytes that are no UTF-8 replaced; hostile text, never a key.
    func text(_ name: String) -> String? { first(name).map { String(decoding: $0, as: UTF8.self) } }

    /// The names that a field lists, such as those of Vary (RFC 9110 section 12.5.5), in lower case.
    func names(in field: String) -> Set<String> {
        let names = values(of: field).flatMap { $0.split(separator: UInt8(ascii: ",")) }
            .map { name in String(decoding: name.filter { $0 > 32 }.map(Self.lowered), as: UTF8.self) }
        return Set(names.filter { !$0.isEmpty })
    }

    private func forEachValue(of name: String, _ body: (ArraySlice<UInt8>) -> Bool) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.isEmpty || line.elementsEqual(CollectionOfOne(13)) { return }
            guard let value = Self.value(of: name, in: line) else { continue }
            guard body(value) else { return }
        }
    }

    private static func value(of name: String, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let end = line.startIndex + name.utf8.count
        guard end < line.endIndex, line[end] == UInt8(ascii: ":"),
            zip(line, name.utf8).allSatisfy({ lowered($0) == lowered($1) })
        else { return nil }
        var value = line[(end + 1)...]
        while let first = value.first, first <= 32 { value.removeFirst() }
        while let last = value.last, last <= 32 { value.removeLast() }
        return value
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
