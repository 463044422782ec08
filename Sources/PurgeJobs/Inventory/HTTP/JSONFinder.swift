/// Finds a few values of a JSON document by their paths, and checks all of the document.
struct JSONFinder {
    /// What stands at a path.
    enum Value {
        /// The decoded text of a string.
        case text([UInt8])
        /// A number as it is written.
        case number([UInt8])
        case null
        /// Where each element of an array stands.
        case array([Range<Int>])
        case object
        case answer
    }

    private let paths: [[[UInt8]]]
    private var lexer = JSONLexer()
    private var found: [Value?]

    /// Takes paths with dots; an empty one is the document itself.
    init(_ paths: [String]) {
        self.paths = paths.map { $0.utf8.split(separator: UInt8(ascii: ".")).map(Array.init) }
        found = Array(repeating: nil, count: paths.count)
    }

    /// The values at the paths, in their order; nil where there is none.
    ///
    /// - Throws: what is wrong with the document, and `duplicateField` where a path could mean two values.
    static func values(at paths: [String], in bytes: Span<UInt8>) throws(RowFlaw) -> [Value?] {
        var finder = Self(paths)
        finder.lexer.skipSpace(bytes)
        try finder.value(bytes, Array(finder.paths.indices), depth: 0)
        finder.lexer.skipSpace(bytes)
        guard finder.lexer.position == bytes.count else { throw .trailingBytes }

        return finder.found
    }

    /// Goes past a value to which the paths of those numbers have led, `depth` names long.
    private mutating func value(_ bytes: Span<UInt8>, _ led: [Int], depth: Int) throws(RowFlaw) {
        guard let first = lexer.peek(bytes) else { throw .unexpectedEnd }

        let ended = led.filter { paths[$0].count == depth }
        let further = led.filter { paths[$0].count > depth }
        let value: Value
        switch first {
        case UInt8(ascii: "{"):
            value = .object
            if further.isEmpty {
                try lexer.skipValue(bytes, depth: depth)
            } else {
                try object(bytes, further, depth: depth)
            }
        case UInt8(ascii: "["):
            value = .array(ended.isEmpty ? [] : try elements(bytes, depth: depth + 1))
            if ended.isEmpty { try lexer.skipValue(bytes, depth: depth) }
        case UInt8(ascii: "\""): value = .text(try JSONEscape.decoded(try lexer.string(bytes), bytes))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            value = .number(try lexer.number(bytes).map { bytes[$0] })
        default:
            value = first == UInt8(ascii: "n") ? .null : .answer
            try lexer.skipValue(bytes, depth: depth)
        }
        for index in ended { found[index] = value }
    }

    private mutating func object(_ bytes: Span<UInt8>, _ led: [Int], depth: Int) throws(RowFlaw) {
        guard depth < JSONLexer.maximumDepth else { throw .tooDeep }

        var seen: Set<[UInt8]> = []
        try lexer.expect(UInt8(ascii: "{"), bytes)
        lexer.skipSpace(bytes)
        guard !lexer.take(UInt8(ascii: "}"), bytes) else { return }

        repeat {
            lexer.skipSpace(bytes)
            let name = try JSONEscape.decoded(try lexer.string(bytes), bytes)
            try lexer.colon(bytes)
            let further = led.filter { paths[$0][depth] == name }
            guard further.isEmpty || seen.insert(name).inserted else { throw .duplicateField }

            if further.isEmpty {
                try lexer.skipValue(bytes, depth: depth + 1)
            } else {
                try value(bytes, further, depth: depth + 1)
            }
            lexer.skipSpace(bytes)
        } while lexer.take(UInt8(ascii: ","), bytes)
        try lexer.expect(UInt8(ascii: "}"), bytes)
    }

    private mutating func elements(_ bytes: Span<UInt8>, depth: Int) throws(RowFlaw) -> [Range<Int>] {
        var elements: [Range<Int>] = []
        try lexer.expect(UInt8(ascii: "["), bytes)
        lexer.skipSpace(bytes)
        guard !lexer.take(UInt8(ascii: "]"), bytes) else { return [] }

        repeat {
            lexer.skipSpace(bytes)
            let start = lexer.position
            try lexer.skipValue(bytes, depth: depth)
            elements.append(start..<lexer.position)
            lexer.skipSpace(bytes)
        } while lexer.take(UInt8(ascii: ","), bytes)
        try lexer.expect(UInt8(ascii: "]"), bytes)
        return elements
    }
}
