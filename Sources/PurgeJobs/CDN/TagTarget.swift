/// What one purge by tag is about, as a plan keeps it: the tag, and an origin of the clip's own links to ask under.
///
/// A tag has no URL, and which scheme and host a node knows is for the clip's links to say: what carries a credential never
/// goes out as plain HTTP where they are published with TLS.
struct TagTarget: Hashable, Sendable {
    let origin: HTTPOrigin
    let tag: CacheTag

    init(origin: HTTPOrigin, tag: CacheTag) {
        self.origin = origin
        self.tag = tag
    }

    /// Reads what `bytes` wrote; nil for anything else.
    init?(stored: [UInt8]) {
        let parts = stored.split(separator: 32, omittingEmptySubsequences: false)
        // What is no URL was not written here.
        guard parts.count == 2, let url = try? HTTPURL(parts[0]) else { return nil }

        self.init(origin: url.origin, tag: CacheTag(stored: Array(parts[1])))
    }

    /// The origin's front page, a space, and the tag, which has none.
    var bytes: [UInt8] { Array("\(origin)/ ".utf8) + tag.bytes }
}
