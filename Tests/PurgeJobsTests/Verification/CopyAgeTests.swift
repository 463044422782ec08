import Testing

@testable import PurgeJobs

@Suite struct CopyAgeTests {
    private func seconds(_ fields: String) -> Int? {
        CopyAge.seconds(HeaderBlock(bytes: Array("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n".utf8)))
    }

    @Test func `an Age is one number of seconds, and not of centuries`() {
        #expect(seconds("Age: 0") == 0)
        #expect(seconds("age:  3600 ") == 3600)
        for none in [
            "Date: x", "Age: -1", "Age: 1.5", "Age: x", "Age:", "Age: 1\r\nAge: 1", "Age: 9999999999",
        ] {
            #expect(seconds(none) == nil)
        }
    }

    @Test func `a copy is older than the purge, or younger, or it cannot be told`() {
        let second: Int64 = 1_000_000
        let purge = PurgeTime(
            begun: Timestamp(microseconds: 100 * second),
            ended: Timestamp(microseconds: 102 * second)
        )
        func light(_ moment: Int64) -> LinkVerdict.Light {
            CopyAge.light(born: Timestamp(microseconds: moment), purged: purge)
        }
        #expect(light(100 * second - 1) == .survivor)
        #expect(light(100 * second) == .served)
        #expect(light(103 * second) == .served, "cut off, it may be of second 102")
        #expect(light(103 * second + 1) == .refilled)
    }
}
