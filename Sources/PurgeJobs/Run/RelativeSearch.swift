/// Tells which clips are close to those of a plan, though nobody reported them.
///
/// The same seconds are mostly there more than once: whoever cut one clip of a scene was seldom the only one.
struct RelativeSearch {
    /// Above so many clips of a plan nothing is searched: people could not look at what would be found.
    static let maximumItems = 100_000

    private var videos: [[UInt8]: [(item: Int64, footage: Footage)]] = [:]
    private var channels: [[UInt8]: Int64] = [:]
    private var creators: [[UInt8]: Int64] = [:]

    /// Takes the clips of a plan with the numbers of their items, in the order of the plan.
    init(_ items: [(item: Int64, clip: Clip)]) {
        for (item, clip) in items {
            if let footage = clip.footage { videos[footage.video, default: []].append((item, footage)) }
            if let channel = clip.channel, channels[channel] == nil { channels[channel] = item }
            if let creator = clip.creator, creators[creator] == nil { creators[creator] = item }
        }
    }

    /// Whether nothing can be close to them.
    var isEmpty: Bool { videos.isEmpty && channels.isEmpty && creators.isEmpty }

    /// What the clip has in common with one of them, and which; nil for nothing.
    ///
    /// The clip may itself be one of them.
    func relative(_ clip: Clip) -> RelativeFindings.Relative? {
        guard let (relation, item) = relation(of: clip) else { return nil }

        return .init(clip: clip.id, relation: relation, item: item, views: clip.views)
    }

    private func relation(of clip: Clip) -> (ClipRelation, Int64)? {
        if let footage = clip.footage, let others = videos[footage.video] {
            if let other = others.first(where: { $0.footage.sharesSeconds(with: footage) == true }) {
                return (.sameSeconds, other.item)
            }
            if let other = others.first(where: { $0.footage.sharesSeconds(with: footage) == nil }) {
                return (.sameVideo, other.item)
            }
        }
        if let item = clip.channel.flatMap({ channels[$0] }) { return (.sameChannel, item) }
        return clip.creator.flatMap { creators[$0] }.map { (.sameCreator, $0) }
    }
}
