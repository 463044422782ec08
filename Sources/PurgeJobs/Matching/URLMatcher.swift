/// Finds clips of which a list has a URL: one that leads to the clip's id, or one that its inventory publishes.
struct URLMatcher: ListMatcher {
    private var byClip = EntryIndex()
    /// By `CanonicalURL.key`.
    private var byURL = EntryIndex()

    mutating func insert(_ entry: ListEntry) {
        guard case .url(let url, let clip) = entry.value else { return }

        if let clip { byClip.insert(clip.bytes, of: entry, evidence: url.bytes) }
        // A URL without a canonical form equals no published one.
        if let canonical = try? CanonicalURL(reported: url.bytes) {
            byURL.insert(canonical.key, of: entry, evidence: url.bytes)
        }
    }

    func matches(_ clip: Clip) -> [Match] {
        guard !byURL.isEmpty, !clip.id.bytes.isEmpty else { return [] }

        var found = byClip.matches(clip.id.bytes, rule: .url)
        for (_, url) in clip.urls.sorted(by: { $0.key < $1.key }) {
            // A published URL that has no canonical form equals none on a list.
            guard let canonical = try? CanonicalURL(published: url.bytes) else { continue }

            found += byURL.matches(canonical.key, rule: .url)
        }
        var seen: Set<Match> = []
        return found.count > 1 ? found.filter { seen.insert($0).inserted } : found
    }
}
