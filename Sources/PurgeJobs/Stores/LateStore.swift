import Synchronization

/// A store that could not be opened: it is tried again whenever it is asked, and says until then why it cannot be worked with.
///
/// So a node that is away keeps its own steps due, and nobody else's.
final class LateStore: ClipDisabling, ClipDeleting {
    let name: String
    private let kind: StoreKind
    private let opened = Mutex<(any ClipStore)?>(nil)

    init(name: String, kind: StoreKind) {
        self.name = name
        self.kind = kind
    }

    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState {
        try await store().inspect(key)
    }

    func disable(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        guard let store = try store() as? any ClipDisabling else { throw unable("disable") }

        return try await store.disable(key, expecting: evidence, place: place)
    }

    func restore(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        guard let store = try store() as? any ClipDisabling else { throw unable("restore") }

        return try await store.restore(key, expecting: evidence, place: place)
    }

    func delete(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        guard let store = try store() as? any ClipDeleting else { throw unable("delete") }

        return try await store.delete(key, expecting: evidence, place: place)
    }

    private func store() throws(StoreError) -> any ClipStore {
        try opened.withLock { kept throws(StoreError) in
            if let kept { return kept }
            guard let store = try kind.make(name: name) else { throw unable("act by itself") }

            kept = store
            return store
        }
    }

    private func unable(_ what: String) -> StoreError {
        StoreError(store: name, object: "", cause: .unusable("it cannot \(what)"))
    }
}
