import Testing

@testable import PurgeJobs

@Suite struct ProbeRangesTests {
    @Test func `only the start where the length is not known or small`() {
        for size in [nil, 0, 1, 1024] as [Int64?] { #expect(ProbeRanges.of(size: size) == [0...1023]) }
    }

    @Test func `start, middle and end of a long one`() {
        #expect(ProbeRanges.of(size: 1_000_000) == [0...1023, 500_000...501_023, 998_976...999_999])
    }

    @Test(arguments: [1025, 2048, 2049, 3000, 4096, 5000, 6000, 100_000] as [Int64])
    func rangesAreInOrderApartAndWithinTheObject(size: Int64) {
        let ranges = ProbeRanges.of(size: size)
        #expect(ranges.last?.upperBound == UInt64(size) - 1)
        for (one, next) in zip(ranges, ranges.dropFirst()) { #expect(one.upperBound < next.lowerBound) }
    }
}
