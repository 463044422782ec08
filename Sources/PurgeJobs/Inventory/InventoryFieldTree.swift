/// An `InventoryFields` as a row's reader wants it: level by level, with names as bytes.
struct InventoryFieldTree: Sendable {
    /// What a field's value is for.
    enum Role: Hashable, Sendable {
        case id
        case views
        case url
        case hash(MediaHash.Algorithm)
        case channel
        case creator
        case video
        case offset
        case duration
        case created
        case language
        case title

        /// Whether its value is a number.
        var isNumber: Bool { self == .views || self == .offset || self == .duration }

        /// Whether a clip is one without it: what is wrong with it is then no reason to overlook the clip.
        var isRemark: Bool {
            switch self {
            case .id, .views, .url, .hash: false
            case .channel, .creator, .video, .offset, .duration, .created, .language, .title: true
            }
        }
    }

    enum Target: Sendable {
        case value(Role)
        /// An object whose own fields are the level of that index.
        case level(Int)
    }

    struct Field: Sendable {
        let name: [UInt8]
        /// The whole path, as the map has it.
        let path: String
        let hash: UInt64
        var target: Target
    }

    /// The fields of each level; the first is the row's own.
    private(set) var levels: [[Field]] = [[]]

    /// All that is read, with its whole path.
    var values: [(role: Role, path: String)] {
        levels.joined().compactMap { field in
            if case .value(let role) = field.target { (role, field.path) } else { nil }
        }
    }

    init(_ fields: InventoryFields) {
        insert(fields.id, .id)
        if let views = fields.views { insert(views, .views) }
        for url in fields.urls { insert(url, .url) }
        if let channel = fields.channel { insert(channel, .channel) }
        if let creator = fields.creator { insert(creator, .creator) }
        if let video = fields.footage.video { insert(video, .video) }
        if let offset = fields.footage.offset { insert(offset, .offset) }
        if let duration = fields.footage.duration { insert(duration, .duration) }
        if let created = fields.traits.created { insert(created, .created) }
        if let language = fields.traits.language { insert(language, .language) }
        if let title = fields.traits.title { insert(title, .title) }
        for algorithm in MediaHash.Algorithm.allCases {
            if let name = fields.hashes[algorithm] { insert(name, .hash(algorithm)) }
        }
    }

    /// The hash of an empty name, by which names are first compared: FNV-1a of 64 bits (RFC 9923).
    static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash of a name that goes on with `byte`.
    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

    static func hash(_ name: [UInt8]) -> UInt64 { name.reduce(emptyHash, hash) }

    private mutating func insert(_ path: String, _ role: Role) {
        let names = path.utf8.split(separator: UInt8(ascii: ".")).map(Array.init)
        guard let last = names.last else { return }

        var level = 0
        for name in names.dropLast() { level = self.level(of: name, in: level, path) }
        levels[level].append(Field(name: last, path: path, hash: Self.hash(last), target: .value(role)))
    }

    private mutating func level(of name: [UInt8], in level: Int, _ path: String) -> Int {
        for field in levels[level] where field.name == name {
            if case .level(let inner) = field.target { return inner }
        }
        let field = Field(name: name, path: path, hash: Self.hash(name), target: .level(levels.count))
        levels[level].append(field)
        levels.append([])
        return levels.count - 1
    }
}
