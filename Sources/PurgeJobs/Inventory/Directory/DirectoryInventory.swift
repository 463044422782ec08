import Synchronization

/// An inventory that is the served tree of a store: every file whose path is an object's key of a family stands for its clip.
///
/// A clip has mostly several files. Those that follow each other in the walk, files of no clip aside, are one row; others come
/// again, and are the same clip all the same. The tree may change meanwhile: what is made behind the cursor is overlooked, as in an export that was made
/// a moment earlier.
package struct DirectoryInventory: InventorySource {
    package struct Settings: Hashable, Sendable {
        /// The store's root, absolute.
        let root: String
        let patterns: [KeyPattern]
        /// The most rows of one page.
        var pageRows = 1000
        /// The most files of one page, whatever they are: so long a crash can set the walk back.
        var pageFiles = 50_000

        init(root: String, patterns: [KeyPattern]) {
            self.root = root
            self.patterns = patterns
        }
    }

    private struct Kept {
        var walk: TreeWalk
        let cursor: InventoryCursor
    }

    /// Where the walk stands, so that the next page need not find the place again.
    private final class Place: Sendable {
        let kept = Mutex<Kept?>(nil)
    }

    package let name: String
    private let settings: Settings
    private let root: DirectoryHandle
    private let identity: String
    private let place = Place()

    /// Opens the root.
    ///
    /// - Throws: `unreadable` when it is no directory, or a link.
    init(_ settings: Settings) throws(InventoryError) {
        name = settings.root
        self.settings = settings
        do throws(DirectoryHandle.Refusal) {
            root = try DirectoryHandle.root(settings.root)
        } catch {
            let why =
                if case .failed(let number) = error {
                    FileFailure.sentence(for: number)
                } else {
                    "it is missing, or a link, or no directory"
                }
            throw InventoryError(source: settings.root, cause: .unreadable(why))
        }
        let own = try root.place(source: settings.root)
        identity = "directory:\(own.device):\(own.inode)"
    }

    package func page(after cursor: InventoryCursor?) async throws(InventoryError) -> InventoryPage {
        let cursor = cursor ?? .start(identity: identity)
        guard cursor.identity == identity else { throw InventoryError(source: name, cause: .changed) }
        guard !cursor.isComplete else { return .end(at: cursor) }

        return try place.kept.withLock { kept throws(InventoryError) in
            var walk: TreeWalk
            if let last = kept, last.cursor == cursor {
                walk = last.walk
            } else {
                // A descriptor is read once; a walk that begins anew opens its own.
                let top = try opened()
                walk = try TreeWalk(top, after: try Self.path(cursor.key, name), source: name)
            }
            kept = nil
            let page = try page(of: &walk, after: cursor)
            if !page.isLast { kept = Kept(walk: walk, cursor: page.cursor) }
            return page
        }
    }

    private func opened() throws(InventoryError) -> DirectoryHandle {
        do throws(DirectoryHandle.Refusal) {
            return try root.beneath(".".utf8)
        } catch {
            throw InventoryError(source: name, cause: .changed)
        }
    }

    private func page(
        of walk: inout TreeWalk,
        after cursor: InventoryCursor
    ) throws(InventoryError) -> InventoryPage {
        var clips: [Clip] = []
        var badRows: [InventoryPage.BadRow] = []
        var files = 0
        var last = try Self.path(cursor.key, name)
        var lastOfClip = try Self.path(cursor.trail, name)
        var before = Set(reading(of: TreeEntry(path: lastOfClip, kind: .file)).ids)
        var isLast = false
        while clips.count + badRows.count < settings.pageRows, files < settings.pageFiles {
            guard let entry = try walk.next() else {
                isLast = true
                break
            }

            files += 1
            let (ids, flaw) = reading(of: entry)
            if let flaw {
                let reason = "\(flaw.description): \(VisibleText.of(entry.path, limit: 200))"
                badRows.append(.init(line: cursor.lines + files, reason: reason))
            }
            last = entry.path
            guard !ids.isEmpty else { continue }

            clips += ids.filter { !before.contains($0) }.map { Clip(id: $0) }
            before = Set(ids)
            lastOfClip = entry.path
        }
        let rows = clips.count + badRows.count
        var next = InventoryCursor(
            identity: identity,
            offset: cursor.offset + Int64(files),
            lines: cursor.lines + files,
            rows: cursor.rows + rows,
            consumed: "",
            isComplete: isLast
        )
        next.key = Hexadecimal.text(of: last)
        next.trail = Hexadecimal.text(of: lastOfClip)
        return InventoryPage(clips: clips, rows: rows, badRows: badRows, cursor: next, isLast: isLast)
    }

    /// The clips that a file is of, mostly one; or why it is of none although it looks as if.
    private func reading(of entry: TreeEntry) -> (ids: [ClipID], flaw: RowFlaw?) {
        switch entry.kind {
        case .link: return ([], .symbolicLink)
        case .mount: return ([], .mountPoint)
        case .other: return ([], nil)
        case .file: break
        }
        var ids: [ClipID] = []
        var isOdd = false
        for pattern in settings.patterns {
            guard let bytes = pattern.id(in: entry.path) else { continue }

            guard !bytes.contains(UInt8(ascii: "/")), let id = ClipID(bytes), ObjectKey(entry.path) != nil
            else {
                isOdd = true
                continue
            }

            if !ids.contains(id) { ids.append(id) }
        }
        return (ids, ids.isEmpty && isOdd ? .invalidID : nil)
    }

    private static func path(_ text: String?, _ name: String) throws(InventoryError) -> [UInt8] {
        guard let path = Hexadecimal.bytes(of: (text ?? "").utf8) else {
            throw InventoryError(source: name, cause: .changed)
        }

        return path
    }
}
