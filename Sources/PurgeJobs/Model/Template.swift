/// Text with named holes, such as `/v/{id}/{quality}.mp4`, that one value for each hole turns into bytes.
package struct Template: Hashable, Sendable, CustomStringConvertible {
    /// How values are written into their holes.
    package enum Encoding: Sendable {
        /// As they are: object keys.
        case raw
        /// Percent-encoded where RFC 3986 section 2.3 does not call a byte unreserved: parts of a URL, forms.
        case url
        /// Escaped as RFC 8259 section 7 wants it inside a string: JSON.
        case json

        fileprivate func encoded(_ value: [UInt8]) -> [UInt8] {
            switch self {
            case .raw: value
            case .url: PercentEncoding.encoded(value)
            case .json: JSONEncoding.encoded(value)
            }
        }
    }

    package enum Part: Hashable, Sendable {
        case text([UInt8])
        case hole(String)
    }

    /// What is wrong with a template's text.
    package enum Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        case unclosedHole
        case strayBrace
        case emptyHole
        case unknownHole(String)

        package var description: String {
            switch self {
            case .unclosedHole: "a '{' has no '}'"
            case .strayBrace: "a '}' has no '{'"
            case .emptyHole: "'{}' names nothing"
            case .unknownHole(let name): "'{\(name)}' is neither 'id' nor one of the variables"
            }
        }
    }

    package let description: String
    package let parts: [Part]

    /// The names of its holes, in order, repeated ones repeated.
    package var holes: [String] {
        parts.compactMap {
            if case .hole(let name) = $0 { name } else { nil }
        }
    }

    /// Reads `text`; a hole is a name in braces.
    package init(_ text: String) throws(Flaw) {
        var parts: [Part] = []
        var rest = Array(text.utf8)[...]
        while let brace = rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            guard rest[brace] == UInt8(ascii: "{") else { throw .strayBrace }
            guard let end = rest[brace...].firstIndex(of: UInt8(ascii: "}")) else { throw .unclosedHole }
            guard end > brace + 1 else { throw .emptyHole }

            if brace > rest.startIndex { parts.append(.text(Array(rest[..<brace]))) }
            parts.append(.hole(String(decoding: rest[(brace + 1)..<end], as: UTF8.self)))
            rest = rest[(end + 1)...]
        }
        if !rest.isEmpty { parts.append(.text(Array(rest))) }
        self.parts = parts
        description = text
    }

    /// Reads text in which braces may stand for themselves, as in JSON: only a name of ASCII letters, digits, `-` and `_`
    /// directly between two braces is a hole.
    package init(amongBraces text: String) {
        var parts: [Part] = []
        var (plain, rest): ([UInt8], _) = ([], Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            let name = byte == UInt8(ascii: "{") ? rest.prefix(while: Self.isNameByte) : []
            guard !name.isEmpty, rest.dropFirst(name.count).first == UInt8(ascii: "}") else {
                plain.append(byte)
                continue
            }

            if !plain.isEmpty { parts.append(.text(plain)) }
            parts.append(.hole(String(decoding: name, as: UTF8.self)))
            (plain, rest) = ([], rest.dropFirst(name.count + 1))
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
        description = text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "~")
    }

    /// The bytes with every hole filled; nil when a hole has no value.
    package func expanded(_ values: [String: [UInt8]], encoding: Encoding) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): bytes += text
            case .hole(let name):
                guard let value = values[name] else { return nil }

                bytes += encoding.encoded(value)
            }
        }
        return bytes
    }

    /// Every expansion over all combinations of the variables that its holes name, in the variables' order.
    package func expansions(
        id: ClipID,
        variables: [Variable],
        encoding: Encoding
    ) -> [(bytes: [UInt8], variant: String)] {
        let used = variables.filter { holes.contains($0.name) }
        var combinations: [[String: [UInt8]]] = [["id": id.bytes]]
        for variable in used {
            combinations = combinations.flatMap { values in
                variable.values.map { value in
                    values.merging([variable.name: Array(value.utf8)]) { $1 }
                }
            }
        }
        return combinations.compactMap { values in
            let variant = used.map { String(decoding: values[$0.name] ?? [], as: UTF8.self) }
            return expanded(values, encoding: encoding).map { ($0, variant.joined(separator: "/")) }
        }
    }
}
