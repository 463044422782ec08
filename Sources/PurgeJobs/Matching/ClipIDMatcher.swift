/// Finds clips whose id is on a list, byte for byte.
struct ClipIDMatcher: ListMatcher {
    private var index = EntryIndex()

    mutating func insert(_ entry: ListEntry) {
        if case .clip(let id) = entry.value { index.insert(id.bytes, of: entry) }
    }

    func matches(_ clip: Clip) -> [Match] { index.matches(clip.id.bytes, rule: .clipID) }
}
