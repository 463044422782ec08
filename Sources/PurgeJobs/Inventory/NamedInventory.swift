/// The clips that a person named, as an inventory: an emergency waits for no walk.
///
/// A URL that leads to no clip stands for itself: it is purged and probed as it was named, and no store is addressed.
package struct NamedInventory: InventorySource {
    package let name = "what was named"
    private let clips: [Clip]
    private let identity: String

    private static let pageRows = 1000

    /// The clips that entries name; hashes and malformed entries name none.
    package init(_ entries: [ListEntry]) {
        var seen: Set<ClipID> = []
        clips = entries.compactMap(Self.clip).filter { seen.insert($0.id).inserted }
        identity = "named:\(entries.count)"
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let start = cursor?.rows ?? 0
        guard cursor?.identity ?? identity == identity, start <= clips.count else {
            throw InventoryError(source: name, cause: .changed)
        }

        let end = min(start + Self.pageRows, clips.count)
        let isLast = end == clips.count
        return InventoryPage(
            clips: Array(clips[start..<end]),
            rows: end - start,
            badRows: [],
            cursor: InventoryCursor(
                identity: identity,
                offset: Int64(end),
                lines: end,
                rows: end,
                consumed: "",
                isComplete: isLast
            ),
            isLast: isLast
        )
    }

    private static func clip(_ entry: ListEntry) -> Clip? {
        switch entry.value {
        case .clip(let id), .url(_, let id?): return Clip(id: id)
        case .url(let url, nil):
            guard let id = ClipID(url.bytes) else { return nil }

            var clip = Clip(id: id, urls: ["named": url])
            clip.loose = url
            return clip
        case .hash, .rule, .malformed: return nil
        }
    }
}
