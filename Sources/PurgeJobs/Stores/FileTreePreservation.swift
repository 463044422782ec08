/// Bytes of a file tree's hidden files, kept for holds in a directory that only this account may enter.
///
/// It has a lane of its own: however much is read for a digest, no takedown waits behind it.
struct FileTreePreservation: ClipPreserving {
    private typealias Work<Value: Sendable> =
        @Sendable (PreservedFiles, FileTreePath) throws(StoreError.Cause) -> StoreLane.Answer<Value>

    let name: String
    private let files: PreservedFiles
    private let lane: StoreLane

    /// Opens the tree and the place; changes nothing.
    ///
    /// - Throws: `unusable` when they cannot be worked with safely.
    init(name: String, settings: FileTreeStore.Settings, place: String) throws(StoreError) {
        do throws(StoreError.Cause) {
            files = try FileTreeOpening(settings).openPreservation(at: place)
        } catch {
            throw StoreError(store: name, object: "", cause: error)
        }
        self.name = name
        lane = StoreLane(label: "purge.preservation.\(name)")
    }

    func preserve(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> PreserveOutcome {
        try await onLane(key) { files, path throws(StoreError.Cause) in
            try files.preserve(path, expecting: evidence, place: FileTreePlace(place))
        }
    }

    func release(
        _ key: ObjectKey,
        _ kept: PreservedBytes,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await onLane(key) { files, path throws(StoreError.Cause) in
            try files.release(path, kept, place: FileTreePlace(place))
        }
    }

    func destroy(
        _ key: ObjectKey,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await onLane(key) { files, path throws(StoreError.Cause) in
            try files.destroy(path, place: FileTreePlace(place))
        }
    }

    func keptDigest(of key: ObjectKey, place: String) async throws(StoreError) -> Digest? {
        try await onLane(key) { files, path throws(StoreError.Cause) in
            StoreLane.Answer(try files.file(path, FileTreePlace(place))?.digest().digest)
        }
    }

    private func onLane<Value: Sendable>(
        _ key: ObjectKey,
        _ work: @escaping Work<Value>
    ) async throws(StoreError) -> Value {
        let files = files
        do throws(StoreError.Cause) {
            return try await lane.run { () throws(StoreError.Cause) in try work(files, FileTreePath(key)) }
        } catch {
            throw StoreError(store: name, object: key.description, cause: error)
        }
    }
}
