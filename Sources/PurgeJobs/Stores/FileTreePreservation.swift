/// Bytes of a file tree's hidden files, kept for holds in a directory that only this account may enter.
///
/// It has a lane of its own: however much is read for a digest, no takedown waits behind it.
struct FileTreePreservation: ClipPreserving {
    private let lane: FileTreeLane<PreservedFiles>

    /// Opens the tree and the place; changes nothing.
    ///
    /// - Throws: `unusable` when they cannot be worked with safely.
    init(name: String, settings: FileTreeStore.Settings, place: String) throws(StoreError) {
        do throws(StoreError.Cause) {
            lane = FileTreeLane(
                try FileTreeOpening(settings).openPreservation(at: place),
                name: name,
                label: "purge.preservation.\(name)"
            )
        } catch {
            throw StoreError(store: name, object: "", cause: error)
        }
    }

    func preserve(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> PreserveOutcome {
        try await lane.run(key) { files, path throws(StoreError.Cause) in
            try files.preserve(path, expecting: evidence, place: FileTreePlace(place))
        }
    }

    func release(
        _ key: ObjectKey,
        _ kept: PreservedBytes,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await lane.run(key) { files, path throws(StoreError.Cause) in
            try files.release(path, kept, place: FileTreePlace(place))
        }
    }

    func destroy(
        _ key: ObjectKey,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await lane.run(key) { files, path throws(StoreError.Cause) in
            try files.destroy(path, place: FileTreePlace(place))
        }
    }

    func keptDigest(of key: ObjectKey, place: String) async throws(StoreError) -> Digest? {
        try await lane.run(key) { files, path throws(StoreError.Cause) in
            StoreLane.Answer(try files.file(path, FileTreePlace(place))?.digest().digest)
        }
    }
}
