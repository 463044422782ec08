/// Picks a few clips outside the plan whose links must answer lit: the controls of R17.
///
/// Of all clips that match nothing, those whose ids have the smallest hash: the same ones whatever the order of the
/// walk, so that two walks of one inventory give one plan.
struct ControlPicker: Sendable {
    /// How many clips are picked: one may be gone already, and a round needs only one that is lit.
    static let count = 4

    private var picked: [(rank: UInt64, clip: ClipID)]

    /// Takes up a walk with the clips that were picked so far.
    init(_ clips: [ClipID]) {
        picked = clips.map { (Self.rank($0), $0) }.sorted { $0.rank < $1.rank }
    }

    /// Whether the clip would be one of the few.
    func wants(_ clip: ClipID) -> Bool {
        guard let last = picked.last, picked.count >= Self.count else { return !contains(clip) }

        let rank = Self.rank(clip)
        return rank < last.rank && !contains(clip)
    }

    /// Takes the clip in; answers the one that it drives out.
    mutating func take(_ clip: ClipID) -> ClipID? {
        picked.append((Self.rank(clip), clip))
        picked.sort { $0.rank < $1.rank }
        return picked.count > Self.count ? picked.removeLast().clip : nil
    }

    private func contains(_ clip: ClipID) -> Bool { picked.contains { $0.clip == clip } }

    /// FNV-1a over the id's bytes, mixed once more (MurmurHash3's finaliser): no secret, only a fair order.
    private static func rank(_ clip: ClipID) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in clip.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        return hash ^ hash >> 33
    }
}
