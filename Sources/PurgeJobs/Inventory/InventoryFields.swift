/// Which fields of a row hold what; a field inside others is named by its path, with dots.
///
/// The standard is the shape of Twitch's Get Clips objects
/// (https://dev.twitch.tv/docs/api/reference/#get-clips), which carry no hashes: the fields for these are
/// looked for all the same, and their absence is no mistake.
package struct InventoryFields: Hashable, Sendable {
    /// What is wrong with a map.
    package enum Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        case emptyName
        case namedTwice(String)
        /// One field would have to be both a value and an object.
        case within(String, String)

        package var description: String {
            switch self {
            case .emptyName: "a field has an empty name, or an empty part between dots"
            case .namedTwice(let name): "the field '\(name)' stands for two things"
            case .within(let outer, let inner): "the field '\(inner)' lies inside the field '\(outer)'"
            }
        }
    }

    package static let standard = Self(
        trusted: "id",
        views: "view_count",
        urls: ["url", "embed_url", "thumbnail_url"],
        hashes: [.md5: "md5", .sha1: "sha1", .sha256: "sha256"],
        channel: "broadcaster_id",
        creator: "creator_id",
        footage: FootageFields(video: "video_id", offset: "vod_offset", duration: "duration")
    )

    package let id: String
    package let views: String?
    package let urls: [String]
    package let hashes: [MediaHash.Algorithm: String]
    /// Whose channel a clip was cut from, for the guard that counts by channel.
    package let channel: String?
    /// Who cut it, for the guard that counts by account.
    package let creator: String?
    /// What it was cut from.
    package let footage: FootageFields
    /// What only rules ask for; the standard has none of it for a job without them.
    package let traits: TraitFields

    /// The same map, with the standard's fields for rules.
    package static let standardForRules = Self.standard.reading(.standard)

    /// Whether it is one of the two standards, whose fields a source may lack.
    var isStandard: Bool { reading(TraitFields()) == .standard }

    /// Takes a map in which every field stands for one thing.
    package init(
        id: String,
        views: String? = nil,
        urls: [String] = [],
        hashes: [MediaHash.Algorithm: String] = [:],
        channel: String? = nil,
        creator: String? = nil,
        footage: FootageFields = FootageFields(),
        traits: TraitFields = TraitFields()
    ) throws(Flaw) {
        self.init(
            trusted: id,
            views: views,
            urls: urls,
            hashes: hashes,
            channel: channel,
            creator: creator,
            footage: footage,
            traits: traits
        )
        try check()
    }

    private init(
        trusted id: String,
        views: String?,
        urls: [String],
        hashes: [MediaHash.Algorithm: String],
        channel: String?,
        creator: String?,
        footage: FootageFields,
        traits: TraitFields = TraitFields()
    ) {
        self.id = id
        self.views = views
        self.urls = urls
        self.hashes = hashes
        self.channel = channel
        self.creator = creator
        self.footage = footage
        self.traits = traits
    }

    private func reading(_ traits: TraitFields) -> Self {
        Self(
            trusted: id,
            views: views,
            urls: urls,
            hashes: hashes,
            channel: channel,
            creator: creator,
            footage: footage,
            traits: traits
        )
    }

    private func check() throws(Flaw) {
        var names = [id] + urls
        names += [views, channel, creator, footage.video, footage.offset, footage.duration].compactMap { $0 }
        names += [traits.created, traits.language, traits.title].compactMap { $0 }
        names += MediaHash.Algorithm.allCases.compactMap { hashes[$0] }
        let parts = names.map {
            $0.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        }
        guard !parts.joined().contains(where: \.isEmpty) else { throw .emptyName }

        for (index, outer) in parts.enumerated() {
            for (other, inner) in parts.enumerated() where other != index {
                let isWithin =
                    inner.count >= outer.count && zip(outer, inner).allSatisfy { $0.elementsEqual($1) }
                guard isWithin else { continue }

                throw inner.count == outer.count
                    ? .namedTwice(names[index]) : .within(names[index], names[other])
            }
        }
    }
}
