import Testing

@testable import PurgeJobs

@Suite struct RunPulseTests {
    @Test func `a beat wakes whoever rests, and the end wakes everybody for good`() async {
        let pulse = RunPulse(Timestamp(microseconds: 0))
        await withDiscardingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask { while !pulse.isOver { await pulse.rest(atMost: .seconds(60)) } }
            }
            group.addTask {
                for _ in 0..<100 {
                    pulse.beat()
                    await Task.yield()
                }
                pulse.end()
            }
        }
        #expect(pulse.isOver)
    }

    @Test func `rest ends at its limit, and at once in a cancelled task`() async {
        let pulse = RunPulse(Timestamp(microseconds: 0))
        await pulse.rest(atMost: .milliseconds(1))
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await pulse.sleep(.seconds(3600))
                await pulse.rest(atMost: .seconds(3600))
            }
        }
    }

    @Test func `progress never goes back`() {
        let pulse = RunPulse(Timestamp(microseconds: 10))
        pulse.advance(Timestamp(microseconds: 5))
        #expect(pulse.lastProgress == Timestamp(microseconds: 10))
    }
}
