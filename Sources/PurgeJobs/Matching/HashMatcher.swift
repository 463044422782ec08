/// Finds clips whose bytes have a hash that is on a list.
struct HashMatcher: ListMatcher {
    /// By the hash's bytes, whose number tells the algorithm.
    private var index = EntryIndex()

    mutating func insert(_ entry: ListEntry) {
        guard case .hash(let hash) = entry.value else { return }

        index.insert(hash.bytes, of: entry, evidence: Array(hash.description.utf8))
    }

    func matches(_ clip: Clip) -> [Match] {
        guard !index.isEmpty, !clip.id.bytes.isEmpty else { return [] }

        return clip.hashes.flatMap { index.matches($0.bytes, rule: .hash) }
    }
}
