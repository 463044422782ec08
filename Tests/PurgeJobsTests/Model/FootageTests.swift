import Testing

@testable import PurgeJobs

@Suite struct FootageTests {
    private func footage(_ start: Int64?, _ length: Int64?, of video: String = "v") -> Footage {
        Footage(video: Array(video.utf8), start: start, length: length)
    }

    @Test(
        arguments: [
            (0, 30_000, 29_999, 30_000, true), (0, 30_000, 30_000, 30_000, false),
            (60_000, 1000, 0, 60_000, false),
            (60_000, 1000, 0, 60_001, true), (5000, 60_000, 10_000, 1000, true), (0, 0, 0, 30_000, false),
        ] as [(Int64, Int64, Int64, Int64, Bool)]
    )
    func `clips share seconds when their spans overlap`(
        _ start: Int64,
        _ length: Int64,
        _ other: Int64,
        _ otherLength: Int64,
        _ expected: Bool
    ) {
        let (one, two) = (footage(start, length), footage(other, otherLength))
        #expect(one.sharesSeconds(with: two) == expected)
        #expect(two.sharesSeconds(with: one) == expected)
    }

    @Test func `of another video no seconds are the same, whatever is unknown`() {
        #expect(footage(0, 1000).sharesSeconds(with: footage(0, 1000, of: "w")) == false)
        #expect(footage(nil, nil).sharesSeconds(with: footage(nil, nil, of: "w")) == false)
    }

    @Test(arguments: [(nil, 1000), (0, nil), (-5, 1000), (0, -1), (.max, .max)] as [(Int64?, Int64?)])
    func `where the seconds are unknown or none, so is whether they are the same`(
        _ start: Int64?,
        _ length: Int64?
    ) {
        #expect(footage(start, length).sharesSeconds(with: footage(0, 1000)) == nil)
    }
}
