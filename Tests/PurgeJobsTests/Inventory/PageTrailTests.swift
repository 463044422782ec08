import Testing

@testable import PurgeJobs

/// Circles of every length are noticed, and honest walks are left in peace.
@Suite struct PageTrailTests {
    /// After how many pages a walk is stopped; nil when it reaches the end.
    private func end(_ pages: Int, _ page: (Int) -> (next: String, ids: [String])) throws -> Int? {
        var kept: String?
        for number in 1...pages {
            let (next, ids) = page(number)
            let clips = try ids.map { try #require(ClipID($0)) }
            let trail = PageTrail(next: Array(next.utf8), ids: clips)
            if let before = kept, trail.meets(before) { return number }
            kept = trail.kept(after: Int64(number), kept)
        }
        return nil
    }

    @Test(arguments: [1, 2, 3, 10, 64, 100], [1, 2, 5, 63, 64, 65])
    func `a circle is noticed before it was gone round three times`(lead: Int, length: Int) throws {
        let stop = try end(10_000) { number in
            (number <= lead ? "lead-\(number)" : "circle-\((number - lead) % length)", ["clip-\(number)"])
        }
        let noticed = try #require(stop)
        #expect(noticed > lead && noticed <= 2 * max(lead, length) + length + 2)
    }

    @Test func `the same clips under new cursors are a circle, too`() throws {
        let stop = try end(100) { number in ("cursor-\(number)", ["a-\(number % 10)", "b-\(number % 10)"]) }
        #expect(stop != nil)
    }

    @Test func `clips that come again, one by one or in other company, are none`() throws {
        #expect(try end(1000) { ("cursor-\($0)", ["a"]) } == nil)
        #expect(try end(1000) { ("cursor-\($0)", ["a", "b-\($0)"]) } == nil)
        #expect(try end(1000) { ("cursor-\($0)", []) } == nil)
        // Where one id ends and the next begins is part of it.
        #expect(try end(2) { ("cursor-\($0)", $0 == 1 ? ["ab", "c"] : ["a", "bc"]) } == nil)
    }
}
