/// The kinds of stores that a site file can name, each with its settings.
enum StoreKind: Hashable, Sendable {
    case fileTree(FileTreeStore.Settings)

    /// Opens the store; changes nothing.
    ///
    /// What it can do beside looking is in its type: ask with `as? any ClipDisabling` and `ClipDeleting`.
    ///
    /// - Throws: `StoreError` when it cannot be worked with safely.
    func make(name: String) throws(StoreError) -> any ClipStore {
        switch self {
        case .fileTree(let settings): try FileTreeStore(name: name, settings: settings)
        }
    }

    /// Opens the place where the store's hidden bytes are put aside for holds; nil where it has none.
    ///
    /// - Throws: `StoreError` when it cannot be worked with safely.
    func makePreservation(name: String) throws(StoreError) -> (any ClipPreserving)? {
        switch self {
        case .fileTree(let settings):
            guard let place = settings.preservation else { return nil }

            return try FileTreePreservation(name: name, settings: settings, place: place)
        }
    }

    /// What stores of the kind can do, told without opening one.
    var abilities: Set<StoreAbility> {
        let type: any ClipStore.Type =
            switch self {
            case .fileTree: FileTreeStore.self
            }
        var abilities: Set<StoreAbility> = []
        if type is any ClipDisabling.Type { abilities.formUnion([.disable, .restore]) }
        if type is any ClipDeleting.Type { abilities.insert(.delete) }
        if case .fileTree(let settings) = self, settings.preservation != nil { abilities.insert(.preserve) }
        return abilities
    }
}
