import Testing

@testable import PurgeJobs

@Suite struct ServedAnswerTests {
    /// 2026-11-22T03:00:00Z.
    private static let now = Timestamp(microseconds: 1_795_316_400_000_000)

    private func answer(_ status: Int, _ fields: String...) -> ServedAnswer {
        let lines = ["HTTP/1.1 \(status) X"] + fields + ["", ""]
        let header = HeaderBlock(bytes: Array(lines.joined(separator: "\r\n").utf8))
        return ServedAnswer(status: status, header, at: Self.now)
    }

    @Test func `Age says since when an answer is in a cache, and goes before Date`() {
        let aged = answer(200, "Age: 3600", "Date: Sun, 22 Nov 2026 01:00:00 GMT")
        #expect(aged.cachedSince?.description == "2026-11-22T02:00:00Z" && aged.cachedBy == .age)
        #expect(answer(200, "Age: 99999999999").cachedSince != nil)
        for age in ["-1", "1.5", "", "a", "99999999999999999999999"] {
            #expect(answer(200, "Age: \(age)").cachedSince == nil, "\(age)")
        }
    }

    @Test func `without Age only a Date that is clearly of the past says so`() {
        let stored = answer(200, "Date: Sun, 22 Nov 2026 02:00:00 GMT")
        #expect(stored.cachedSince?.description == "2026-11-22T02:00:00Z" && stored.cachedBy == .date)
        for date in ["Sun, 22 Nov 2026 02:59:58 GMT", "Sun, 22 Nov 2026 04:00:00 GMT", "yesterday"] {
            #expect(answer(200, "Date: \(date)").cachedSince == nil, "\(date)")
        }
    }

    @Test func `the size is that of the whole, whatever part was asked for`() {
        #expect(answer(206, "Content-Range: bytes 0-9/4567", "Content-Length: 10").size == 4567)
        #expect(answer(416, "Content-Range: bytes */12").size == 12)
        #expect(answer(206, "Content-Range: bytes 0-9/*", "Content-Length: 10").size == nil)
        #expect(answer(206, "Content-Length: 10").size == nil)
        #expect(answer(200, "Content-Length: 10").size == 10)
    }

    @Test func `a redirect shows the host that it leads to, and nothing else of the address`() {
        #expect(answer(302, "Location: https://Copy.Test:444/a/b?c").redirectHost == "copy.test:444")
        #expect(answer(301, "Location: /elsewhere").redirectHost == "the same host")
        #expect(answer(200, "Location: https://copy.test/").redirectHost == nil)
    }

    @Test func `a hundred fields of one name are a few`() {
        let many = answer(200, Array(repeating: "Via: x", count: 100).joined(separator: "\r\n"))
        #expect(many.fields == [ServedAnswer.Field(name: "Via", value: "x, x, x, x")])
    }
}
