/// Opens the two directories of a file tree, and refuses what would make a takedown unsafe.
struct FileTreeOpening {
    private let root: [UInt8]
    private let parent: [UInt8]
    private let name: [UInt8]

    /// Takes the two paths as the site file gives them.
    ///
    /// - Throws: `unusable` when one is not absolute, or is `/`.
    init(_ settings: FileTreeStore.Settings) throws(StoreError.Cause) {
        root = try Self.path(settings.root, of: "root")
        let quarantine = try Self.path(settings.quarantine, of: "quarantine")
        let slash = quarantine.lastIndex(of: UInt8(ascii: "/")) ?? 0
        parent = slash == 0 ? [UInt8(ascii: "/")] : Array(quarantine[..<slash])
        name = Array(quarantine[(slash + 1)...])
        guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else {
            throw .unusable("the quarantine's path ends in '.' or '..'; name the directory itself")
        }
    }

    /// Opens both; changes nothing.
    ///
    /// - Throws: `unusable` when the root is missing or a link, the quarantine is a link or no directory and
    ///   cannot be made, one is inside the other, they are not in one mount, or their file system is not this
    ///   kernel's; `system` when it cannot be told.
    func open() throws(StoreError.Cause) -> FileTree {
        guard let top = try OpenDirectory.at(path: root), let realRoot = try OpenDirectory.realPath(of: root)
        else {
            throw .unusable("the root '\(shown(root))' is missing, or a link, or no directory")
        }
        guard let realParent = try OpenDirectory.realPath(of: parent),
            let outside = try OpenDirectory.at(path: realParent)
        else {
            throw .unusable("the quarantine cannot be made: '\(shown(parent))' is no directory")
        }

        try refuseNesting(realRoot, realParent)
        let hidden = try existingQuarantine(in: outside)
        try refuseSeparation(top, hidden ?? outside)
        // Asked now rather than at the first takedown: whether the kernel has openat2.
        _ = try top.directory(at: [], for: .lookup)
        return FileTree(
            root: top,
            quarantine: QuarantineDirectory(parent: outside, name: name, opened: hidden)
        )
    }

    /// Opens the tree and the place where its hidden files are preserved; changes nothing.
    ///
    /// - Throws: as `open`, and `unusable` when the place is a link or no directory, cannot be made, lies in the root or
    ///   the quarantine, or holds one of them.
    func openPreservation(at path: String) throws(StoreError.Cause) -> PreservedFiles {
        let tree = try open()
        let place = try Self.path(path, of: "preservation place")
        let slash = place.lastIndex(of: UInt8(ascii: "/")) ?? 0
        let above = slash == 0 ? [UInt8(ascii: "/")] : Array(place[..<slash])
        let own = Array(place[(slash + 1)...])
        guard let realAbove = try OpenDirectory.realPath(of: above),
            let outside = try OpenDirectory.at(path: realAbove)
        else {
            throw .unusable("the preservation place cannot be made: '\(shown(above))' is no directory")
        }

        let real = joined(realAbove, own) + [UInt8(ascii: "/")]
        for other in [root, joined(parent, name)] {
            let known = try OpenDirectory.realPath(of: other) ?? other
            let other = known + [UInt8(ascii: "/")]
            if real.starts(with: other) || other.starts(with: real) {
                throw .unusable(
                    "the preservation place and '\(shown(known))' are one in the other; keep them apart"
                )
            }
        }
        var opened: OpenDirectory?
        if let record = try outside.record(of: own) {
            opened = try OpenDirectory.at(path: place)
            if opened == nil {
                throw .unusable(
                    "the preservation place is a \(record.kind == .link ? "link" : "file"), no directory"
                )
            }
        }
        return PreservedFiles(
            tree: tree,
            kept: QuarantineDirectory(role: "preservation place", parent: outside, name: own, opened: opened)
        )
    }

    private func existingQuarantine(in outside: OpenDirectory) throws(StoreError.Cause) -> OpenDirectory? {
        guard let record = try outside.record(of: name) else { return nil }
        guard let found = try OpenDirectory.at(path: joined(parent, name)) else {
            throw .unusable("the quarantine is a \(record.kind == .link ? "link" : "file"), no directory")
        }

        return found
    }

    private func refuseNesting(_ realRoot: [UInt8], _ realParent: [UInt8]) throws(StoreError.Cause) {
        let slash = [UInt8(ascii: "/")]
        guard realRoot != slash else { throw .unusable("the root is '/'") }

        let hidden = joined(realParent, name) + slash
        let served = realRoot + slash
        if hidden.starts(with: served) {
            throw .unusable("the quarantine is in the root: what is hidden there would be served")
        }
        if served.starts(with: hidden) {
            throw .unusable("the root is in the quarantine: what is hidden there could be served")
        }
    }

    private func refuseSeparation(_ top: OpenDirectory, _ hidden: OpenDirectory) throws(StoreError.Cause) {
        for directory in [top, hidden] {
            let type = try directory.fileSystem()
            guard !type.isRemote else {
                throw .unusable("\(type) renames and syncs in its own way; use a file system of this machine")
            }
        }
        let mounts = (top: try top.mount(), hidden: try hidden.mount())
        guard top.node.device == hidden.node.device, mounts.top == mounts.hidden else {
            throw .unusable("root and quarantine are not in one mount: nothing can be renamed between them")
        }
    }

    private func joined(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        return directory.last == slash ? directory + name : directory + [slash] + name
    }

    private func shown(_ path: [UInt8]) -> String { VisibleText.of(path) }

    private static func path(_ text: String, of role: String) throws(StoreError.Cause) -> [UInt8] {
        var bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), !bytes.contains(0) else {
            throw .unusable("the \(role) '\(VisibleText.of(text))' is not an absolute path")
        }

        // A slash at the end would make the kernel follow a link.
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .unusable("the \(role) is '/'") }

        return bytes
    }
}
