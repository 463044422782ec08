import Testing

/// Code, strings and comments are told apart.
@Suite struct SourceLexerTests {
    private func words(_ text: String) -> [String] {
        SourceLexer.read(text).tokens.filter(\.isName).map(\.text)
    }

    @Test(arguments: [
        (#""a" b"#, ["b"]), (#""\"a" b"#, ["b"]), (##"#"\" b"# c"##, ["c"]),
        (##"#"\#(a) \(b)"# c"##, ["a", "c"]),
        (#""\(a + "\(b) x") x" c"#, ["a", "b", "c"]), (#""\((a, [b]))" c"#, ["a", "b", "c"]),
        (#""" a"#, ["a"]),
        ("\"\"\"\na \"\"b\"\" \\\"\"\" \\(c)\n\"\"\" d", ["c", "d"]), (##"#"""# a"##, ["a"]),
        ("#\"\"\"\n\"\"\" a \\#(b)\n\"\"\"# c", ["b", "c"]), (#""\u{41}\\" a"#, ["a"]),
        (#""\(a /* ) */)" b"#, ["a", "b"]), (#""\(a ? ")" : b)" c"#, ["a", "b", "c"]),
    ])
    func aStringYieldsOnlyItsInterpolations(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        ("a // b\nc", ["a", "c"]), ("a /* b /* c */ d */ e", ["a", "e"]), ("a /* \" */ b", ["a", "b"]),
        ("\"//\" a", ["a"]), ("a //* b\nc", ["a", "c"]), ("a /**/ b", ["a", "b"]),
    ])
    func aCommentYieldsNothing(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        ("a = /b\"c/; d", ["a", "d"]), ("a / b / c", ["a", "b", "c"]), ("f(/b\\/c/, d)", ["f", "d"]),
        ("#/b\n\"/c/# d", ["d"]), ("(a) /b/ c", ["a", "b", "c"]), ("x.map(/) /\"/", ["x", "map"]),
    ])
    func aRegularExpressionYieldsNothing(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `an escaped name is one word and no keyword`() {
        let tokens = SourceLexer.read("func `a struct says \"no\"`() {}").tokens
        #expect(tokens.map(\.text) == ["func", "a struct says \"no\"", "(", ")", "{", "}"])
        #expect(tokens[1].kind == .escapedWord)
    }

    @Test func `lines are counted through strings and comments`() {
        let text = "/*\n\n*/ a\n\"\"\"\nx\n\\(b)\n\"\"\"\n// y\nc"
        let read = SourceLexer.read(text)
        #expect(read.tokens.filter(\.isName).map(\.line) == [3, 6, 9])
        #expect(read.comments.map(\.lines) == [1...3, 8...8])
    }

    @Test(arguments: [
        "\"open", "\"\"\"\nopen", "/* open", "\"\\(open", "#\"open", "`open", "/", "#/open", "\\", "{", ")",
    ])
    func brokenSourceEnds(text: String) {
        let read = SourceLexer.read(text)
        #expect(read.tokens.count + read.comments.count > 0)
        #expect(DeclarationParser.read(read.tokens).isEmpty)
    }
}
