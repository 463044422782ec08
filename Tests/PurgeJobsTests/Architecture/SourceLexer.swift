/// Splits Swift source into tokens and comments.
///
/// Text in strings, regular expressions and comments is no code and yields no words; the code in a string's
/// interpolations does. A regular expression over the source cannot keep these apart, since strings nest in
/// interpolations and comments nest in comments. Broken source ends a literal early and never loops.
struct SourceLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var endOfLastToken = -1
    private var tokens: [SourceToken] = []
    private var comments: [SourceComment] = []

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The tokens and comments of a whole file.
    static func read(_ text: String) -> (tokens: [SourceToken], comments: [SourceComment]) {
        var lexer = SourceLexer(text)
        lexer.readCode(isInterpolation: false)
        return (lexer.tokens, lexer.comments)
    }

    /// Reads to the end, or in an interpolation to the parenthesis that closes it.
    private mutating func readCode(isInterpolation: Bool) {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case .newline, .space, .tab, .carriageReturn: skip()
            case .slash where peek(1) == .slash: readLineComment()
            case .slash where peek(1) == .star: readBlockComment()
            case .slash where startsPlainRegex(): readRegex(pounds: 0)
            case .quote: readString(pounds: 0)
            case .pound: readPounds()
            case .backtick: readEscapedWord()
            case .openParenthesis:
                depth += 1
                addSymbol()
            case .closeParenthesis:
                addSymbol()
                if isInterpolation, depth == 0 { return }
                depth -= 1
            default:
                if byte.isWordByte { readWord() } else { addSymbol() }
            }
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private func has(_ count: Int, _ byte: UInt8, at ahead: Int) -> Bool {
        (0..<count).allSatisfy { peek(ahead + $0) == byte }
    }

    private mutating func skip(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == .newline { line += 1 }
            position += 1
        }
    }

    private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    private mutating func add(_ kind: SourceToken.Kind, _ text: String, line: Int, start: Int) {
        let isGlued = start == endOfLastToken
        tokens.append(SourceToken(kind: kind, text: text, line: line, isGlued: isGlued))
        endOfLastToken = position
    }

    private mutating func addSymbol() {
        let start = position
        skip()
        add(.symbol, text(from: start), line: line, start: start)
    }

    private mutating func readWord() {
        let start = position
        while let byte = peek(), byte.isWordByte { position += 1 }
        add(bytes[start].isDigit ? .number : .word, text(from: start), line: line, start: start)
    }

    private mutating func readEscapedWord() {
        let start = position
        skip()
        while let byte = peek(), byte != .backtick, byte != .newline { position += 1 }
        let name = String(decoding: bytes[(start + 1)..<position], as: UTF8.self)
        skip()
        add(.escapedWord, name, line: line, start: start)
    }

    private mutating func readLineComment() {
        let start = position
        while let byte = peek(), byte != .newline { position += 1 }
        comments.append(SourceComment(lines: line...line, text: text(from: start)))
    }

    private mutating func readBlockComment() {
        let start = position
        let firstLine = line
        var depth = 0
        repeat {
            if peek() == .slash, peek(1) == .star {
                depth += 1
                skip(2)
            } else if peek() == .star, peek(1) == .slash {
                depth -= 1
                skip(2)
            } else {
                skip()
            }
        } while depth > 0 && position < bytes.count
        comments.append(SourceComment(lines: firstLine...line, text: text(from: start)))
    }
}

extension SourceLexer {
    /// Reads what begins with `#`: a raw string, an extended regular expression, or a directive.
    private mutating func readPounds() {
        var pounds = 0
        while peek(pounds) == .pound { pounds += 1 }
        switch peek(pounds) {
        case .quote: readString(pounds: pounds)
        case .slash: readRegex(pounds: pounds)
        default: addSymbol()
        }
    }

    private mutating func readString(pounds: Int) {
        let start = position
        let firstLine = line
        skip(pounds)
        let quotes = has(3, .quote, at: 0) && !closesOnThisLine(pounds: pounds) ? 3 : 1
        skip(quotes)
        add(.literal, "", line: firstLine, start: start)
        while let byte = peek() {
            if byte == .quote, has(quotes, .quote, at: 0), has(pounds, .pound, at: quotes) {
                skip(quotes + pounds)
                break
            }
            if byte == .newline, quotes == 1 { break }

            if byte == .backslash, has(pounds, .pound, at: 1) {
                readEscape(pounds: pounds)
            } else {
                skip()
            }
        }
        endOfLastToken = position
    }

    /// Reads an escape sequence; the code of an interpolation becomes tokens between parentheses.
    private mutating func readEscape(pounds: Int) {
        skip(1 + pounds)
        guard peek() == .openParenthesis else {
            skip()
            return
        }

        addSymbol()
        readCode(isInterpolation: true)
    }

    /// Tells whether three quotes begin a raw string of one line, as in `#"""#`.
    private func closesOnThisLine(pounds: Int) -> Bool {
        guard pounds > 0 else { return false }

        var ahead = 1
        while let byte = peek(ahead), byte != .newline {
            if byte == .quote, has(pounds, .pound, at: ahead + 1) { return true }

            ahead += 1
        }
        return false
    }

    /// Tells whether a slash here opens a regular expression rather than divides.
    private func startsPlainRegex() -> Bool {
        if let last = tokens.last, last.isOperandEnd { return false }
        guard let next = peek(1), next != .space, next != .tab, next != .newline else { return false }

        var ahead = 1
        while let byte = peek(ahead), byte != .newline {
            if byte == .slash { return true }

            ahead += byte == .backslash ? 2 : 1
        }
        return false
    }

    private mutating func readRegex(pounds: Int) {
        let start = position
        let firstLine = line
        skip(pounds + 1)
        while let byte = peek() {
            if byte == .slash, has(pounds, .pound, at: 1) {
                skip(1 + pounds)
                break
            }
            if byte == .newline, pounds == 0 { break }

            skip(byte == .backslash ? 2 : 1)
        }
        add(.literal, "", line: firstLine, start: start)
    }
}

extension SourceToken {
    /// A slash after this token divides.
    fileprivate var isOperandEnd: Bool {
        switch kind {
        case .word: !["return", "in", "case", "try", "await", "where", "if", "else", "guard"].contains(text)
        case .escapedWord, .number, .literal: true
        case .symbol: [")", "]", "}"].contains(text)
        }
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let tab = UInt8(ascii: "\t")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let star = UInt8(ascii: "*")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let pound = UInt8(ascii: "#")
    fileprivate static let backtick = UInt8(ascii: "`")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let openParenthesis = UInt8(ascii: "(")
    fileprivate static let closeParenthesis = UInt8(ascii: ")")

    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// ASCII letters, digits, underscore and dollar, and everything beyond ASCII.
    fileprivate var isWordByte: Bool {
        isDigit || (self >= 0x41 && self <= 0x5A) || (self >= 0x61 && self <= 0x7A)
            || self == 0x5F || self == 0x24 || self >= 0x80
    }
}
