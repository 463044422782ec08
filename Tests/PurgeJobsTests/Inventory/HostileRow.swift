import Testing

@testable import PurgeJobs

/// A row that no export should hold, and what a walk must make of it.
struct HostileRow: CustomTestStringConvertible, Sendable {
    enum Expectation: Sendable {
        case clip(String)
        case bad(RowFlaw)
    }

    let testDescription: String
    let bytes: [UInt8]
    let expectation: Expectation

    init(_ name: String, _ text: String, _ expectation: Expectation) {
        self.init(name, Array(text.utf8), expectation)
    }

    init(_ name: String, _ bytes: [UInt8], _ expectation: Expectation) {
        testDescription = name
        self.bytes = bytes
        self.expectation = expectation
    }

    static func raw(_ before: String, _ bytes: [UInt8], _ after: String) -> [UInt8] {
        Array(before.utf8) + bytes + Array(after.utf8)
    }

    static func nested(_ depth: Int, _ open: String, _ close: String) -> String {
        let inner = String(repeating: open, count: depth - 1)
        let end = String(repeating: close, count: depth - 1)
        return #"{"id":"x","deep":\#(inner)1\#(end)}"#
    }

    static let manyFields = (0..<1100).map { #""f\#($0)":1"# }.joined(separator: ",")

    static let all = accepted + texts + syntax + fields

    static let accepted = [
        Self(
            "escapes in the title",
            #"{"id":"x","title":"\u001b[31m\" \\ \/ \b\f\n\r\t \u00e9"}"#,
            .clip("x")
        ),
        Self("a pair of surrogates in the title", #"{"id":"x","title":"\ud83d\ude00"}"#, .clip("x")),
        Self("a pair of surrogates in the id", #"{"id":"\ud83d\ude00"}"#, .clip("\u{1f600}")),
        Self("NUL escaped in the title", #"{"id":"x","title":"\u0000"}"#, .clip("x")),
        Self("the name of the id escaped", #"{"\u0069d":"x"}"#, .clip("x")),
        Self("an id with a slash escaped", #"{"id":"a\/b"}"#, .clip("a/b")),
        Self("composed", #"{"id":"é"}"#, .clip("\u{e9}")),
        Self("decomposed", "{\"id\":\"e\u{301}\"}", .clip("e\u{301}")),
        Self("line separators in a string", "{\"id\":\"x\",\"t\":\"\u{2028}\u{2029}\u{feff}\"}", .clip("x")),
        Self(
            "null and empty optional fields",
            #"{"id":"x","url":null,"md5":"","view_count":null}"#,
            .clip("x")
        ),
        Self("an integral float", #"{"id":"x","view_count":1.0}"#, .clip("x")),
        Self("an exponent", #"{"id":"x","view_count":12e2}"#, .clip("x")),
        Self("2^63 - 1", #"{"id":"x","view_count":9223372036854775807}"#, .clip("x")),
        Self("2^63 where nobody looks", #"{"id":"x","game":9223372036854775808}"#, .clip("x")),
        Self("1e999 where nobody looks", #"{"id":"x","game":1e999}"#, .clip("x")),
        Self("64 levels", nested(64, "[", "]"), .clip("x")),
        Self("duplicate fields where nobody looks", #"{"id":"x","tags":{"a":1,"a":2}}"#, .clip("x")),
        Self("carriage return at the end", "{\"id\":\"x\"}\r", .clip("x")),
        Self("space everywhere", " \t{ \"id\" : \"x\" , \"a\" : [ 1 , { } , [ ] ] } \t ", .clip("x")),
    ]

    static let texts = [
        Self("invalid UTF-8", raw(#"{"id":"x"#, [0xff], #""}"#), .bad(.invalidUTF8)),
        Self("a cut scalar", raw(#"{"id":"x"#, [0xe2, 0x82], #""}"#), .bad(.invalidUTF8)),
        Self("an overlong slash", raw(#"{"id":"x"#, [0xc0, 0xaf], #""}"#), .bad(.invalidUTF8)),
        Self("an overlong NUL", raw(#"{"id":"x"#, [0xe0, 0x80, 0x80], #""}"#), .bad(.invalidUTF8)),
        Self("a raw surrogate", raw(#"{"id":"x"#, [0xed, 0xa0, 0x80], #""}"#), .bad(.invalidUTF8)),
        Self("over U+10FFFF", raw(#"{"id":"x"#, [0xf4, 0x90, 0x80, 0x80], #""}"#), .bad(.invalidUTF8)),
        Self(
            "invalid UTF-8 in a field of no interest",
            raw(#"{"id":"x","t":""#, [0x80], #""}"#),
            .bad(.invalidUTF8)
        ),
        Self("invalid UTF-8 in a name", raw(#"{"id":"x",""#, [0xfe], #"":1}"#), .bad(.invalidUTF8)),
        Self("a raw NUL in the id", raw(#"{"id":"x"#, [0], #""}"#), .bad(.controlCharacter)),
        Self("a raw NUL after the object", raw(#"{"id":"x"}"#, [0], ""), .bad(.trailingBytes)),
        Self("a raw tab in the title", "{\"id\":\"x\",\"title\":\"a\tb\"}", .bad(.controlCharacter)),
        Self("a raw escape in the title", "{\"id\":\"x\",\"title\":\"\u{1b}[2J\"}", .bad(.controlCharacter)),
        Self("a byte order mark in the middle", "\u{feff}{\"id\":\"x\"}", .bad(.notAnObject)),
        Self("a lone high surrogate", #"{"id":"x","title":"\ud83d"}"#, .bad(.loneSurrogate)),
        Self("a lone low surrogate", #"{"id":"x","title":"\ude00"}"#, .bad(.loneSurrogate)),
        Self("two high surrogates", #"{"id":"\ud83d\ud83d"}"#, .bad(.loneSurrogate)),
        Self("an escape that JSON lacks", #"{"id":"x","title":"\x41"}"#, .bad(.invalidEscape)),
        Self("half an escape", #"{"id":"x","title":"\u00g0"}"#, .bad(.invalidEscape)),
    ]

    static let syntax = [
        Self("trailing garbage", #"{"id":"x"} y"#, .bad(.trailingBytes)),
        Self("two objects", #"{"id":"x"}{"id":"y"}"#, .bad(.trailingBytes)),
        Self("a trailing comma", #"{"id":"x",}"#, .bad(.unexpectedByte)),
        Self("a trailing comma in an array", #"{"id":"x","a":[1,]}"#, .bad(.unexpectedByte)),
        Self("single quotes", "{'id':'x'}", .bad(.unexpectedByte)),
        Self("no quotes", "{id:\"x\"}", .bad(.unexpectedByte)),
        Self("NaN", #"{"id":"x","view_count":NaN}"#, .bad(.unexpectedByte)),
        Self("Infinity", #"{"id":"x","a":-Infinity}"#, .bad(.invalidNumber)),
        Self("a leading zero", #"{"id":"x","view_count":01}"#, .bad(.unexpectedByte)),
        Self("a plus", #"{"id":"x","view_count":+1}"#, .bad(.unexpectedByte)),
        Self("a bare dot", #"{"id":"x","a":1.}"#, .bad(.invalidNumber)),
        Self("hexadecimal", #"{"id":"x","a":0x10}"#, .bad(.unexpectedByte)),
        Self("a comment", #"{"id":"x" /* y */}"#, .bad(.unexpectedByte)),
        Self("a comment line", "// exported today", .bad(.notAnObject)),
        Self("True", #"{"id":"x","a":True}"#, .bad(.unexpectedByte)),
        Self("an array", #"["x"]"#, .bad(.notAnObject)),
        Self("a string", #""x""#, .bad(.notAnObject)),
        Self("CSV", "id,url,title", .bad(.notAnObject)),
        Self("a missing colon", #"{"id" "x"}"#, .bad(.unexpectedByte)),
        Self("a form feed", "{\u{c}\"id\":\"x\"}", .bad(.unexpectedByte)),
        Self("65 levels of arrays", nested(65, "[", "]"), .bad(.tooDeep)),
        Self("65 levels of objects", nested(65, #"{"a":"#, "}"), .bad(.tooDeep)),
        Self("10,000 levels", nested(10_000, "[", "]"), .bad(.tooDeep)),
        Self("breaks off", #"{"id":"x","title":"a"#, .bad(.unexpectedEnd)),
    ]

    static let fields = [
        Self("no id", #"{"url":"https://clips.test/x"}"#, .bad(.missingID)),
        Self("an empty object", "{}", .bad(.missingID)),
        Self("an empty id", #"{"id":""}"#, .bad(.missingID)),
        Self("id null", #"{"id":null}"#, .bad(.missingID)),
        Self("an id that is a number", #"{"id":7}"#, .bad(.wrongType("id"))),
        Self("an id that is an array", #"{"id":["x"]}"#, .bad(.wrongType("id"))),
        Self("NUL escaped in the id", #"{"id":"x\u0000"}"#, .bad(.invalidID)),
        Self("an id of white space", #"{"id":" "}"#, .bad(.invalidID)),
        Self("an id of 513 bytes", "{\"id\":\"\(String(repeating: "x", count: 513))\"}", .bad(.invalidID)),
        Self("duplicate ids in a row", #"{"id":"x","id":"y"}"#, .bad(.duplicateField)),
        Self("the same id twice in a row", #"{"id":"x","id":"x"}"#, .bad(.duplicateField)),
        Self("a duplicate by an escape", #"{"id":"x","\u0069d":"y"}"#, .bad(.duplicateField)),
        Self("a duplicate of a field of no interest", #"{"id":"x","t":1,"t":1}"#, .bad(.duplicateField)),
        Self("1,101 fields", #"{"id":"x",\#(manyFields)}"#, .bad(.tooManyFields)),
        Self("views of 2^63", #"{"id":"x","view_count":9223372036854775808}"#, .bad(.viewsOutOfRange)),
        Self("views with a fraction", #"{"id":"x","view_count":1.5}"#, .bad(.viewsOutOfRange)),
        Self("views of 1e999", #"{"id":"x","view_count":1e999}"#, .bad(.viewsOutOfRange)),
        Self("views as text", #"{"id":"x","view_count":"12"}"#, .bad(.wrongType("view_count"))),
        Self("a URL with a space", #"{"id":"x","url":"https://a.test/ b"}"#, .bad(.invalidURL("url"))),
        Self(
            "a URL with a line break",
            #"{"id":"x","url":"https://a.test/\r\nX: y"}"#,
            .bad(.invalidURL("url"))
        ),
        Self("a URL of other letters", #"{"id":"x","url":"https://é.test/"}"#, .bad(.invalidURL("url"))),
        Self("a URL that is an object", #"{"id":"x","url":{"a":1}}"#, .bad(.wrongType("url"))),
        Self("a short hash", #"{"id":"x","md5":"d41d8"}"#, .bad(.invalidHash("md5"))),
        Self(
            "a hash of the wrong algorithm",
            "{\"id\":\"x\",\"sha1\":\"\(String(repeating: "a", count: 64))\"}",
            .bad(.invalidHash("sha1"))
        ),
        Self(
            "a hash of other letters",
            "{\"id\":\"x\",\"md5\":\"\(String(repeating: "g", count: 32))\"}",
            .bad(.invalidHash("md5"))
        ),
    ]
}
