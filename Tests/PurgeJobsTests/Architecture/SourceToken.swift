/// One token of a Swift source, as far as the house rules need to tell tokens apart.
struct SourceToken: Hashable, Sendable {
    /// What a token is.
    enum Kind: Sendable {
        /// An identifier or a keyword.
        case word
        /// An identifier in backticks: never a keyword.
        case escapedWord
        case number
        /// A string or a regular expression; its text is left out.
        case literal
        /// One character of punctuation.
        case symbol
    }

    let kind: Kind
    let text: String
    let line: Int
    /// Nothing stands between this token and the one before.
    let isGlued: Bool

    /// Tells whether this is that keyword or contextual keyword.
    func isWord(_ text: String) -> Bool { kind == .word && self.text == text }

    /// Tells whether this is that punctuation character.
    func isSymbol(_ text: String) -> Bool { kind == .symbol && self.text == text }

    /// Tells whether this may name a type or a value.
    var isName: Bool { kind == .word || kind == .escapedWord }
}

/// One comment, with the lines that it covers.
struct SourceComment: Hashable, Sendable {
    let lines: ClosedRange<Int>
    let text: String
}
