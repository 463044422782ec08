import Testing

@testable import PurgeJobs

/// How much a worker takes at once: what its place answers in a twentieth of a second.
@Suite struct WorkShareTests {
    let share = WorkShare(store: "media")

    @Test func `a fast place is given large groups, within a bound`() {
        #expect(share.group(after: 100, in: .milliseconds(20)) == 250)
        #expect(share.group(after: 100, in: .nanoseconds(1)) == 500)
    }

    @Test func `a slow place holds no more than it is asked at once`() {
        #expect(share.group(after: 100, in: .seconds(10)) == share.concurrency)
    }

    @Test func `the first group is a guess within the bound`() { #expect(share.firstGroup == 100) }
}
