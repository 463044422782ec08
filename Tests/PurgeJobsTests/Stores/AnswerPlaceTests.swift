import Testing

@testable import PurgeJobs

/// Where a described API says what it says.
@Suite struct AnswerPlaceTests {
    private static let body = Array(
        #"{"a": {"b": ["x", 7, true, null, 1.5]}, "c/d": "y", "m~n": "z", "": "e", "big": 9007199254740993}"#
            .utf8
    )

    @Test(arguments: [
        ("/a/b/0", "x"), ("/a/b/1", "7"), ("/a/b/2", "true"), ("/a/b/3", nil), ("/a/b/4", "1.5"),
        ("/c~1d", "y"),
        ("/m~0n", "z"), ("/", "e"), ("/big", "9007199254740993"), ("/a", nil), ("/a/b", nil), ("/a/b/5", nil),
        ("/a/b/01", nil), ("/a/b/-1", nil), ("/none", nil), ("/c~1d/x", nil),
    ])
    func aPointerFindsTextsNumbersAndAnswers(pointer: String, text: String?) throws {
        guard case .json(let path)? = AnswerPlace(pointer) else {
            Issue.record("no pointer")
            return
        }

        #expect(try #require(JSONAnswer(Self.body)).text(at: path[...]) == text)
    }

    @Test(arguments: ["", "E Tag", "/a~2", "/~", "ETag:", "host", "Content-Length"])
    func whatIsNoPlaceIsNone(text: String) { #expect(AnswerPlace(text) == nil) }

    @Test(arguments: ["", "{", "{\"a\": 1} x", "<html>", "{\"a\": 1e999999}"])
    func whatIsNoJSONSaysNothing(body: String) { #expect(JSONAnswer(Array(body.utf8)) == nil) }

    @Test func `a body of endless depth ends nothing`() {
        let deep = String(repeating: "[", count: 60_000) + String(repeating: "]", count: 60_000)
        #expect(JSONAnswer(Array(deep.utf8)) == nil)
    }
}
