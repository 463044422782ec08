/// The kinds of stores that a site file can name, each with its settings.
enum StoreKind: Hashable, Sendable {
    case fileTree(FileTreeStore.Settings)
    case sqlite(SQLiteFlag.Settings)
    /// One that is asked over HTTP, as a site file describes it.
    case http(HTTPStore)

    /// Opens a store that does its work by itself, and changes nothing; nil for one that is asked.
    ///
    /// - Throws: `StoreError` when it cannot be worked with safely.
    func make(name: String) throws(StoreError) -> (any ClipStore)? {
        switch self {
        case .fileTree(let settings): try FileTreeStore(name: name, settings: settings)
        case .sqlite(let settings): SQLiteStore(name: name, settings: settings)
        case .http: nil
        }
    }

    /// Opens the place where the store's hidden bytes are put aside for holds; nil where it has none.
    ///
    /// - Throws: `StoreError` when it cannot be worked with safely.
    func makePreservation(name: String) throws(StoreError) -> (any ClipPreserving)? {
        guard case .fileTree(let settings) = self, let place = settings.preservation else { return nil }

        return try FileTreePreservation(name: name, settings: settings, place: place)
    }

    /// How a store is asked; nil for one that does its work by itself.
    var adapter: (any StoreAdapter)? {
        switch self {
        case .fileTree, .sqlite: nil
        case .http(let store): store
        }
    }

    /// What the store can do, told without opening it: by its type, or by what is described.
    var abilities: Set<StoreAbility> {
        switch self {
        case .fileTree(let settings):
            Self.abilities(of: FileTreeStore.self).union(settings.preservation == nil ? [] : [.preserve])
        case .sqlite: Self.abilities(of: SQLiteStore.self)
        case .http(let store): store.abilities
        }
    }

    /// Whether it tells how long an object is.
    var tellsSizes: Bool {
        switch self {
        case .fileTree: true
        case .sqlite: false
        case .http(let store): store.tellsSizes
        }
    }

    /// Whether it serves many at once: a disk syncs once for all that gathered, a database writes one row after the other.
    var gathers: Bool {
        if case .sqlite = self { false } else { true }
    }

    private static func abilities(of type: any ClipStore.Type) -> Set<StoreAbility> {
        var abilities: Set<StoreAbility> = []
        if type is any ClipDisabling.Type { abilities.formUnion([.disable, .restore]) }
        if type is any ClipDeleting.Type { abilities.insert(.delete) }
        return abilities
    }
}
