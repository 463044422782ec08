/// Refuses what makes a YAML file say something else than it shows, before a parser sees it.
///
/// Anchors, aliases, tags and directives let one place change the meaning of another, and nested anchors let a small file
/// fill the memory; hidden characters let two texts look the same. None of them is needed here.
struct YAMLHygiene {
    /// No site or job is described in more.
    static let maximumSize = 1 << 20

    private let book: ComplaintBook
    private var line = 1
    private var column = 0
    private var previous: Unicode.Scalar = "\n"
    private var quote: Unicode.Scalar?
    private var isComment = false

    private init(_ book: ComplaintBook) { self.book = book }

    /// The bytes as text; nil after a complaint.
    static func text(of bytes: [UInt8], _ book: ComplaintBook) -> String? {
        guard bytes.count <= maximumSize else {
            book.add(nil, "is larger than 1 MiB", "split it, or move lists into files of their own")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            book.add(position(ofInvalidByteIn: bytes), "is not UTF-8", "save the file as UTF-8")
            return nil
        }

        let before = book.complaints.count
        var hygiene = Self(book)
        for (scalar, next) in zip(text.unicodeScalars, Array(text.unicodeScalars.dropFirst()) + ["\n"]) {
            hygiene.look(at: scalar, before: next)
            guard book.complaints.count <= before + JobFileError.limit else { break }
        }
        return book.complaints.count == before ? text : nil
    }

    private static func position(ofInvalidByteIn bytes: [UInt8]) -> JobFileError.Position {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var position = (line: 1, column: 1)
        while case .valid(let encoded) = decoder.parseScalar(from: &iterator) {
            let isBreak = UTF8.decode(encoded) == "\n"
            position = isBreak ? (position.line + 1, 1) : (position.line, position.column + 1)
        }
        return .init(line: position.line, column: position.column)
    }

    private mutating func look(at scalar: Unicode.Scalar, before next: Unicode.Scalar) {
        column += 1
        refuseIfHidden(scalar)
        if scalar == "\n" || (scalar == "\r" && next != "\n") {
            (line, column, quote, isComment) = (line + 1, 0, nil, false)
        } else if !isComment {
            lookAtContent(scalar, before: next)
        }
        previous = scalar
    }

    private mutating func lookAtContent(_ scalar: Unicode.Scalar, before next: Unicode.Scalar) {
        let isStart = " \t\r\n[{,".unicodeScalars.contains(previous)
        if let open = quote {
            if scalar == open { quote = nil }
        } else if isStart {
            switch scalar {
            case "\"", "'": quote = scalar
            case "#": isComment = true
            case "&" where !isEnd(next): complain("an anchor", "write the value out where it is needed")
            case "*" where !isEnd(next): complain("an alias", "write the value out, or put it in quotes")
            case "!": complain("a tag", "leave it out: every value is taken as written")
            case "%" where column == 1: complain("a directive", "leave it out")
            default: break
            }
        }
    }

    private func isEnd(_ scalar: Unicode.Scalar) -> Bool { " \t\r\n,]}".unicodeScalars.contains(scalar) }

    private func complain(_ what: String, _ remedy: String) {
        book.add(.init(line: line, column: column), "\(what) is not allowed", remedy)
    }

    private func refuseIfHidden(_ scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .control where scalar == "\n" || scalar == "\r" || scalar == "\t": return
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            complain("the invisible character \(code)", "delete it, and save the file as plain UTF-8")
        default: return
        }
    }
}
