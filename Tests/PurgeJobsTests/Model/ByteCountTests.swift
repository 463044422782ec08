import Testing

@testable import PurgeJobs

@Suite struct ByteCountTests {
    @Test(arguments: [
        ("1B", 1, "1 B"), ("999B", 999, "999 B"), ("20GB", 20_000_000_000, "20 GB"), ("2kB", 2000, "2 kB"),
        ("1KiB", 1024, "1 kB"), ("1500MB", 1_500_000_000, "1.5 GB"), ("3TiB", 3 << 40, "3.2 TB"),
    ])
    func `is read and shown in its units`(text: String, bytes: Int64, shown: String) throws {
        let count = try #require(ByteCount(text))
        #expect(count.bytes == bytes)
        #expect(count.description == shown)
    }

    @Test(arguments: ["", "20", "GB", "-1GB", "0GB", "1.5GB", "20 GB", "20gb", "1234567B", "20GBs", "٣GB"])
    func `anything else is refused`(text: String) { #expect(ByteCount(text) == nil) }
}
