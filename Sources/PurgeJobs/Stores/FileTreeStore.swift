/// Clips as files beneath one directory that a web server serves.
///
/// Disable is a rename into a quarantine beside the served tree, restore the rename back, delete an unlink in
/// quarantine. Nothing is reached through a symbolic link, nothing is overwritten, and an answer is given only
/// when the directories that it changed are on the disk. Evidence is `device:inode`, with ` links:N` when
/// hard links keep the bytes under other names: those stay served, and a delete refuses until they are gone.
struct FileTreeStore: ClipDisabling, ClipDeleting {
    struct Settings: Hashable, Sendable {
        /// The directory that keys are relative to; absolute.
        let root: String
        /// Where disabled files go; absolute, in the same mount, outside the root; made when it is missing.
        let quarantine: String
        /// Where bytes go that a hold wants preserved; absolute, outside both, for this account alone; nil for nowhere.
        var preservation: String?
    }

    private let lane: FileTreeLane<FileTree>

    var name: String { lane.name }

    /// Opens the store; changes nothing.
    ///
    /// - Throws: `unusable` when the two directories cannot be worked with safely, `system` when it cannot be
    ///   told.
    init(name: String, settings: Settings) throws(StoreError) {
        do throws(StoreError.Cause) {
            lane = FileTreeLane(
                try FileTreeOpening(settings).open(),
                name: name,
                label: "purge.store.\(name)"
            )
        } catch {
            throw StoreError(store: name, object: "", cause: error)
        }
    }

    func inspect(_ key: ObjectKey) async throws(StoreError) -> ObjectState {
        try await lane.run(key) { tree, path throws(StoreError.Cause) in
            StoreLane.Answer(try tree.inspect(path))
        }
    }

    func disable(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await lane.run(key) { tree, path throws(StoreError.Cause) in
            try tree.disable(path, expecting: evidence, place: FileTreePlace(place))
        }
    }

    func restore(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await lane.run(key) { tree, path throws(StoreError.Cause) in
            try tree.restore(path, expecting: evidence, place: FileTreePlace(place))
        }
    }

    func delete(
        _ key: ObjectKey,
        expecting evidence: ObjectEvidence,
        place: String
    ) async throws(StoreError) -> StoreOutcome {
        try await lane.run(key) { tree, path throws(StoreError.Cause) in
            try tree.delete(path, expecting: evidence, place: FileTreePlace(place))
        }
    }
}
