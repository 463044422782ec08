import Crypto

/// The preserved files of one file tree: what is done to one of them, blocking.
///
/// Beneath the place, `<run>/files/<key>` are the bytes and `<run>/sha256/…` one line for each, in the form of
/// sha256sum(1): in `<run>`, `cat sha256/* | sha256sum --check` reads everything again. A name in `files` stands for whole bytes only:
/// what is copied is written in `<run>/partial` first, where a repetition begins anew.
struct PreservedFiles: Sendable {
    typealias Answer<Value: Sendable> = StoreLane.Answer<Value>

    let tree: FileTree
    let kept: QuarantineDirectory

    /// Keeps a hidden file: shares its bytes where the file system can, moves it within a mount, copies it else.
    func preserve(
        _ path: FileTreePath,
        expecting evidence: ObjectEvidence,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer<PreserveOutcome> {
        let hiddenChain = try tree.quarantine.existing(place.directories(of: path))
        let hidden = try tree.hiddenFile(path, place: place, in: hiddenChain)
        if let file = try file(path, place) {
            let way: PreservedBytes.Way = file.record.node.isNamed(by: evidence) ? .moved : .copied
            return try finish(path, place, way, hiddenChain) { .already($0) }
        }
        guard let hidden, let holder = hiddenChain.last else { return Answer(.gone) }
        guard hidden.matches(evidence) else { return Answer(.different(hidden.evidence)) }

        let chain = try kept.made(place.keptDirectories(of: path))
        try refuseOpen(chain)
        guard let target = chain.last else { return Answer(.gone) }

        let way = try bring(path, from: holder, to: target, expecting: evidence, place)
        return try finish(path, place, way, hiddenChain) { .done($0) }
    }

    /// Puts a moved file back into the quarantine, or drops a copy of what is there still.
    func release(
        _ path: FileTreePath,
        _ bytes: PreservedBytes,
        place: FileTreePlace
    ) throws(StoreError.Cause) -> Answer<StoreOutcome> {
        let segments = place.directories(of: path)
        let hidden = try tree.hiddenFile(path, place: place, in: try tree.quarantine.existing(segments))
        let chain = try kept.existing(place.keptDirectories(of: path))
        guard try file(path, place) != nil, let holder = chain.last else {
            return Answer(hidden == nil ? .gone : .already, unsynced: chain)
        }

        if bytes.way == .moved {
            let hiding = try tree.quarantine.made(segments)
            guard let target = hiding.last, case .done = try holder.move(path.name, to: target) else {
                throw .unusable("the quarantine already holds a file of this run and name; move it away")
            }
            return Answer(.done, unsynced: try forget(path, place, chain) + hiding)
        }
        guard hidden?.size == bytes.size else {
            throw .unusable(
                "the hidden file is not there any more: what was preserved is the last of it; destroy it, or keep it by hand"
            )
        }
        _ = try holder.unlink(path.name)
        return Answer(.done, unsynced: try forget(path, place, chain))
    }

    /// Removes a preserved file for good.
    ///
    /// - Throws: `unusable` while its bytes have other names: they would outlive a destruction that claims their end.
    func destroy(_ path: FileTreePath, place: FileTreePlace) throws(StoreError.Cause) -> Answer<StoreOutcome>
    {
        let chain = try kept.existing(place.keptDirectories(of: path))
        guard let file = try file(path, place), let holder = chain.last else {
            return Answer(.gone, unsynced: try forget(path, place, chain))
        }
        guard file.record.links == 1 else {
            throw .unusable("other hard links keep its bytes: \(file.record.links - 1); remove them first")
        }

        _ = try holder.unlink(path.name)
        return Answer(.done, unsynced: try forget(path, place, chain))
    }

    /// What is preserved under a path.
    func file(_ path: FileTreePath, _ place: FileTreePlace) throws(StoreError.Cause) -> OpenBytes? {
        let segments = place.keptDirectories(of: path)
        let chain = try kept.existing(segments)
        guard chain.count == segments.count + 1 else { return nil }

        return try chain.last?.file(path.name)
    }
}

extension PreservedFiles {
    /// Brings the bytes under their name in the place; answers how.
    private func bring(
        _ path: FileTreePath,
        from holder: OpenDirectory,
        to target: OpenDirectory,
        expecting evidence: ObjectEvidence,
        _ place: FileTreePlace
    ) throws(StoreError.Cause) -> PreservedBytes.Way {
        guard let source = try holder.file(path.name), source.record.matches(evidence) else {
            throw .unusable("the hidden file left the quarantine while it was preserved")
        }

        let partials = try kept.made(place.partialDirectories)
        guard let partial = partials.last else { throw .unusable("the preservation place was removed") }

        let draft = Self.name(of: path)
        _ = try partial.unlink(draft)
        let copy = try partial.madeFile(draft)
        var way = PreservedBytes.Way.shared
        if case .impossible = try source.clone(to: copy) {
            if try holder.mount() == target.mount() {
                _ = try partial.unlink(draft)
                _ = try QuarantineDirectory.prune(partials, place.partialDirectories)
                try source.sync()
                try move(path.name, from: holder, to: target, as: path.name)
                return .moved
            }
            guard try source.copy(to: copy).size == evidence.size else {
                throw .unusable("the hidden file changed while it was copied")
            }

            way = .copied
        }
        try copy.sync()
        try move(draft, from: partial, to: target, as: path.name)
        _ = try QuarantineDirectory.prune(partials, place.partialDirectories)
        return way
    }

    private func move(
        _ name: [UInt8],
        from holder: OpenDirectory,
        to target: OpenDirectory,
        as newName: [UInt8]
    ) throws(StoreError.Cause) {
        guard case .done = try holder.move(name, to: target, as: newName) else {
            throw .unusable("the preservation place was changed by somebody else; look at it and try again")
        }
    }

    /// Reads what is kept, writes its line, and names the directories that the answer relies on.
    private func finish(
        _ path: FileTreePath,
        _ place: FileTreePlace,
        _ way: PreservedBytes.Way,
        _ hidden: [OpenDirectory],
        _ outcome: (PreservedBytes) -> PreserveOutcome
    ) throws(StoreError.Cause) -> Answer<PreserveOutcome> {
        guard let file = try file(path, place) else {
            throw .unusable("what was preserved went away again; look at the preservation place")
        }

        let (digest, size) = try file.digest()
        let manifest = try kept.made(place.manifestDirectories)
        guard let lines = manifest.last else { throw .unusable("the preservation place was removed") }

        _ = try lines.unlink(Self.name(of: path))
        let line = try lines.madeFile(Self.name(of: path))
        let segments = [Array("files".utf8)] + path.directories + [path.name]
        try line.append(ManifestLine(digest: digest, segments: segments).bytes)
        try line.sync()
        let chain = try kept.existing(place.keptDirectories(of: path))
        let bytes = PreservedBytes(digest: digest, size: size, way: way)
        return Answer(outcome(bytes), unsynced: chain + manifest + hidden)
    }

    /// Removes the line of a file that is not kept any more, and what is empty then.
    private func forget(
        _ path: FileTreePath,
        _ place: FileTreePlace,
        _ chain: [OpenDirectory]
    ) throws(StoreError.Cause) -> [OpenDirectory] {
        let manifest = try kept.existing(place.manifestDirectories)
        if manifest.count == place.manifestDirectories.count + 1 {
            _ = try manifest.last?.unlink(Self.name(of: path))
        }
        let lines = try QuarantineDirectory.prune(manifest, place.manifestDirectories)
        return try QuarantineDirectory.prune(chain, place.keptDirectories(of: path)) + lines
    }

    /// Bytes of reported clips are for nobody else: a place that others may enter is refused.
    private func refuseOpen(_ chain: [OpenDirectory]) throws(StoreError.Cause) {
        guard let top = chain.first else { return }

        let (owner, mode) = try top.access()
        guard owner == OpenDirectory.user, mode & 0o077 == 0 else {
            throw .unusable(
                "the preservation place is open to others (owner \(owner), mode \(String(mode, radix: 8))); "
                    + "give it to this account alone: chmod 700"
            )
        }
    }

    /// The name of a path's line, and of its draft: one of a fixed length, whatever the path.
    private static func name(of path: FileTreePath) -> [UInt8] {
        let bytes = (path.directories + [path.name]).joined(separator: [UInt8(ascii: "/")])
        return Array(Hexadecimal.text(of: SHA256.hash(data: Array(bytes))).utf8)
    }
}
