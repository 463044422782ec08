import Foundation
import Testing

@testable import PurgeJobs

@Suite struct TimestampTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T03:00:00Z", 1_795_316_400),
        ("2024-02-29T23:59:59z", 1_709_251_199), ("2000-02-29 00:00:00+00:00", 951_782_400),
        ("1969-12-31T23:59:59Z", -1), ("2026-11-22T03:00:00+01:00", 1_795_312_800),
        ("2026-11-22T03:00:00-23:59", 1_795_402_740), ("1990-12-31T23:59:60Z", 662_688_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func aTextOfRFC3339IsAMoment(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: text.utf8)?.microseconds == seconds * 1_000_000)
    }

    @Test func `fractions count to the microsecond`() {
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.5Z".utf8)?.microseconds == 500_000)
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.1234569Z".utf8)?.microseconds == 123_456)
        #expect(Timestamp(rfc3339: "1969-12-31T23:59:59.000001Z".utf8)?.microseconds == -999_999)
    }

    @Test(arguments: [
        "", "2026", "2026-11-22", "2026-11-22T03:00:00", "2026-11-22 03:00", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-11-00T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2026-11-22T23:59:61Z",
        "2026-11-22T03:00:00.Z", "2026-11-22T03:00:00+1:00", "2026-11-22T03:00:00+24:00",
        "2026-11-22T03:00:00Z ",
        " 2026-11-22T03:00:00Z", "12026-11-22T03:00:00Z", "-026-11-22T03:00:00Z", "2026-11-22T03:00:00\u{0}Z",
        "1795402800", "1.7954028e9", "20261122T030000Z", "2026-W47-7T03:00:00Z", "２０26-11-22T03:00:00Z",
        "2026-11-22T03:00:00." + String(repeating: "9", count: 100) + "Z",
    ])
    func whatLeavesDoubtIsNone(text: String) {
        #expect(Timestamp(rfc3339: text.utf8) == nil)
    }

    @Test func `it reads what it writes, of days over some centuries`() {
        for day in stride(from: Int64(-180_000), to: 180_000, by: 37) {
            let time = Timestamp(microseconds: (day * 86_400 + 3_723) * 1_000_000)
            #expect(Timestamp(rfc3339: time.description.utf8) == time)
        }
    }
}
