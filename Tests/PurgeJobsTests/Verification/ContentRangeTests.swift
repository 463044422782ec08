import Testing

@testable import PurgeJobs

@Suite struct ContentRangeTests {
    @Test func `its three forms are read`() throws {
        let part = try #require(ContentRange("bytes 10-99/1000".utf8))
        #expect((part.first, part.whole) == (10, 1000))
        let open = try #require(ContentRange("bytes 0-0/*".utf8))
        #expect((open.first, open.whole) == (0, nil))
        let none = try #require(ContentRange("bytes */5".utf8))
        #expect((none.first, none.whole) == (nil, 5))
    }

    @Test(arguments: [
        "", "bytes", "bytes ", "bytes 0-9", "bytes 9-0/10", "bytes -9/10", "bytes 0-/10", "bytes 0-9/10/10",
        "items 0-9/10", "bytes 0-9/x", "bytes +0-9/10", "bytes 0-9/-10", "bytes 0-9/1000000000000000000000",
    ])
    func anythingElseIsNone(text: String) { #expect(ContentRange(text.utf8) == nil) }
}
