/// A served directory and its quarantine: what a file store does to one file, blocking.
///
/// A hidden file of key `a/b` lies at `<quarantine>/<place>/a/b`: the same inode, out of reach, restorable.
/// Every operation may be repeated after a crash at any point. It then finds what it did and names the same
/// directories to sync, because the crash may have come between a rename and its sync.
struct FileTree: Sendable {
    typealias Answer = StoreLane.Answer<StoreOutcome>

    /// How often a file is looked at anew when it went away between the look and the rename.
    private static let attemptLimit = 8

    let root: OpenDirectory
    let quarantine: QuarantineDirectory

    /// What is served at a path.
    func inspect(_ path: FileTreePath) throws(StoreError.Cause) -> ObjectState {
        guard let parent = try root.directory(at: path.parent, for: .lookup),
            let record = try Self.file(path.name, in: parent)
        else {
            return .absent
        }

        return .present(record.evidence)
    }

    /// Renames the file into the quarantine.
    ///
    /// `already` looks at the inode alone: a file that was written to after it was hidden is hidden still.
    func disable(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer {
        for _ in 1...Self.attemptLimit {
            guard let parent = try root.directory(at: path.parent, for: .change),
                let served = try Self.file(path.name, in: parent)
            else {
                return try hiddenBefore(path, expecting: evidence, place: place)
            }
            guard served.matches(evidence) else { return Answer(.different(served.evidence)) }

            let chain = try quarantine.made(place.directories(of: path))
            if let answer = try hide(path, expecting: evidence, from: parent, in: chain) { return answer }
        }
        throw .system(call: "renameat2", code: Self.missingCode)
    }

    /// Renames a hidden file back to where it was served.
    func restore(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer {
        let parent = try root.directory(at: path.parent, for: .change)
        let served = try parent.flatMap { parent throws(StoreError.Cause) in
            try Self.file(path.name, in: parent)
        }
        let chain = try quarantine.existing(place.directories(of: path))
        guard let hidden = try hiddenFile(path, place: place, in: chain), let holder = chain.last else {
            guard let served, let parent else { return Answer(.gone) }
            guard served.matches(evidence) else { return Answer(.different(served.evidence)) }

            return Answer(.already, unsynced: [parent] + chain)
        }
        guard hidden.matches(evidence) else { return Answer(.different(hidden.evidence)) }
        guard let parent else {
            throw .unusable("its directory is no longer in the root; create it and try again")
        }

        switch try holder.move(path.name, to: parent) {
        case .done:
            return Answer(
                .done,
                unsynced: [parent] + (try QuarantineDirectory.prune(chain, place.directories(of: path)))
            )
        case .occupied:
            if let other = try parent.record(of: path.name) { return Answer(.different(other.evidence)) }
        case .missing: break
        }
        throw .system(call: "renameat2", code: Self.missingCode)
    }

    /// Removes a hidden file, and the directories of the quarantine that it leaves empty.
    ///
    /// `gone` is also the answer to a second delete: nothing is left that could tell the two apart.
    ///
    /// - Throws: `unusable` while the file is still served, and while its bytes have other names: they would
    ///   outlive a delete that claims their end.
    func delete(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer {
        let chain = try quarantine.existing(place.directories(of: path))
        guard let hidden = try hiddenFile(path, place: place, in: chain), let holder = chain.last else {
            try refuseServed(path, evidence)
            return Answer(.gone, unsynced: chain)
        }
        guard hidden.matches(evidence) else { return Answer(.different(hidden.evidence)) }
        guard hidden.links == 1 else {
            throw .unusable(
                "other hard links keep its bytes: \(hidden.links - 1), of inode \(hidden.node); remove them first"
            )
        }

        let isRemoved = try holder.unlink(path.name)
        return Answer(
            isRemoved ? .done : .gone,
            unsynced: try QuarantineDirectory.prune(chain, place.directories(of: path))
        )
    }
}

extension FileTree {
    /// Linux errno ENOENT.
    private static let missingCode: Int32 = 2

    /// A regular file at a name; nil when there is nothing.
    private static func file(
        _ name: [UInt8],
        in directory: OpenDirectory
    ) throws(StoreError.Cause) -> FileRecord? {
        guard let record = try directory.record(of: name) else { return nil }

        switch record.kind {
        case .regular: return record
        case .link: throw .escape
        case .other: throw .unusable("a directory or a device is there, no file")
        }
    }

    func hiddenFile(
        _ path: FileTreePath,
        place: FileTreePlace,
        in chain: [OpenDirectory]
    ) throws(StoreError.Cause) -> FileRecord? {
        guard chain.count == place.directories(of: path).count + 1, let holder = chain.last
        else {
            return nil
        }

        return try Self.file(path.name, in: holder)
    }

    /// The answer when nothing is served: hidden by an earlier attempt, or gone.
    private func hiddenBefore(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer {
        let chain = try quarantine.existing(place.directories(of: path))
        guard let hidden = try hiddenFile(path, place: place, in: chain) else { return Answer(.gone) }
        guard hidden.node.isNamed(by: evidence) else {
            throw .unusable(
                "nothing is served, and the quarantine holds another file than the plan saw: "
                    + "\(hidden.evidence); look at it and move it away"
            )
        }

        return Answer(.already, unsynced: chain + [try nearest(path)])
    }

    /// Moves and looks again; nil when source or target went away meanwhile.
    private func hide(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        from parent: OpenDirectory,
        in chain: [OpenDirectory]
    ) throws(StoreError.Cause) -> Answer? {
        guard let holder = chain.last else { return nil }

        switch try parent.move(path.name, to: holder) {
        case .missing: return nil
        case .occupied:
            throw .unusable("the quarantine already holds a file of this run and name; move it away")
        case .done: break
        }
        guard let moved = try holder.record(of: path.name) else {
            throw .unusable("the file left the quarantine again while it was moved there")
        }
        guard !moved.node.isNamed(by: evidence) else { return Answer(.done, unsynced: chain + [parent]) }

        // The name was given to other bytes between look and rename: they were not planned for.
        guard case .done = try holder.move(path.name, to: parent) else {
            throw .unusable(
                "a file that the plan did not see (\(moved.evidence)) was moved into the quarantine by a race, "
                    + "and its place is taken; move it back by hand"
            )
        }

        return Answer(.different(moved.evidence), unsynced: [parent] + chain)
    }

    /// The directory that a path's file was served from, or the deepest one above it that still exists.
    private func nearest(_ path: FileTreePath) throws(StoreError.Cause) -> OpenDirectory {
        for count in stride(from: path.directories.count, through: 0, by: -1) {
            let parent = Array(path.directories.prefix(count).joined(separator: [UInt8(ascii: "/")]))
            if let directory = try root.directory(at: parent, for: .change) { return directory }
        }
        throw .unusable("the root was removed while it was in use")
    }

    private func refuseServed(_ path: FileTreePath, _ evidence: ObjectEvidence) throws(StoreError.Cause) {
        let parent = try root.directory(at: path.parent, for: .lookup)
        guard let served = try parent?.record(of: path.name), served.node.isNamed(by: evidence)
        else {
            return
        }

        throw .unusable("it is still served and not in quarantine; disable it first")
    }
}
