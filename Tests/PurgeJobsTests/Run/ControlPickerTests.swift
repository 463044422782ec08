import Testing

@testable import PurgeJobs

@Suite struct ControlPickerTests {
    private func picked(_ clips: [ClipID]) -> Set<ClipID> {
        var picker = ControlPicker([])
        var picked: Set<ClipID> = []
        for clip in clips where picker.wants(clip) {
            picked.insert(clip)
            if let dropped = picker.take(clip) { picked.remove(dropped) }
        }
        return picked
    }

    @Test func `picks the same few whatever the order of the walk`() throws {
        let clips = try (0..<500).map { try #require(ClipID("clip-\($0)")) }
        let one = picked(clips)
        #expect(one.count == ControlPicker.count)
        for _ in 0..<5 { #expect(picked(clips.shuffled()) == one) }
        #expect(picked(clips + clips) == one)
    }

    @Test func `goes on from what was picked before`() throws {
        let clips = try (0..<500).map { try #require(ClipID("clip-\($0)")) }
        let first = picked(Array(clips.prefix(200)))
        var picker = ControlPicker(Array(first))
        var all = first
        for clip in clips.dropFirst(200) where picker.wants(clip) {
            all.insert(clip)
            if let dropped = picker.take(clip) { all.remove(dropped) }
        }
        #expect(all == picked(clips))
    }
}
