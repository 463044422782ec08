/// Goes through a tree in the byte order of whole paths, from any place on, through no link and over no mount point.
///
/// It holds the next names of each directory that it is in, and no descriptor but the root's. What is made behind it is
/// overlooked, what goes away before it is not missed.
struct TreeWalk {
    /// One directory that the walk is in.
    private struct Level {
        /// From the root, with a slash at the end; empty for the root itself.
        let path: [UInt8]
        var names: NameBatch
        /// The last name that was taken.
        var last: ArraySlice<UInt8>
    }

    private let root: DirectoryHandle
    private let source: String
    private let limit: Int
    private var levels: [Level] = []
    /// The path after which it began.
    private let start: [UInt8]

    /// A walk over all that comes after `start`, a path of a file or nothing.
    ///
    /// - Throws: `unreadable`.
    init(
        _ root: DirectoryHandle,
        after start: [UInt8],
        source: String,
        limit: Int = NameBatch.limit
    ) throws(InventoryError) {
        self.root = root
        self.source = source
        self.limit = limit
        self.start = start
        _ = try enter([])
    }

    /// The next file, link, mount point or other; nil at the end.
    ///
    /// - Throws: `unreadable` for a directory that cannot be read: what is in it would be overlooked.
    mutating func next() throws(InventoryError) -> TreeEntry? {
        while var level = levels.popLast() {
            if let name = level.names.pop() {
                level.last = name.key
                let path = level.path + name.key
                levels.append(level)
                guard name.kind == .directory else {
                    return TreeEntry(path: path, kind: Self.kind(name.kind))
                }
                if let kind = try enter(path) { return TreeEntry(path: Array(path.dropLast()), kind: kind) }
            } else if !level.names.isWhole, let names = try names(in: level.path, after: level.last) {
                level.names = names
                levels.append(level)
            }
        }
        return nil
    }

    /// Goes into a directory; what it turned out to be where it cannot be gone into.
    private mutating func enter(_ path: [UInt8]) throws(InventoryError) -> TreeEntry.Kind? {
        let rest = start.starts(with: path) ? start.dropFirst(path.count) : []
        do throws(DirectoryHandle.Refusal) {
            let directory = path.isEmpty ? root : try root.beneath(path.dropLast())
            let names = try NameBatch(of: directory, after: rest, limit: limit)
            levels.append(Level(path: path, names: names, last: []))
            return nil
        } catch {
            switch error {
            case .gone: return nil
            case .link: return .link
            case .mount: return .mount
            case .failed(let number): throw failure(path, number)
            }
        }
    }

    /// The further names of a directory that has many; nil when it is there no more.
    private func names(in path: [UInt8], after last: ArraySlice<UInt8>) throws(InventoryError) -> NameBatch? {
        do throws(DirectoryHandle.Refusal) {
            // A descriptor that has read to its end begins anew only when it is opened anew.
            let directory = try path.isEmpty ? root.beneath(".".utf8) : root.beneath(path.dropLast())
            return try NameBatch(of: directory, after: last, limit: limit)
        } catch {
            guard case .failed(let number) = error else { return nil }

            throw failure(path, number)
        }
    }

    private func failure(_ path: [UInt8], _ number: Int32) -> InventoryError {
        let why = FileFailure.sentence(for: number)
        return InventoryError(
            source: source,
            cause: .unreadable("its directory '\(VisibleText.of(path))' says: \(why)")
        )
    }

    private static func kind(_ kind: DirectoryHandle.Kind) -> TreeEntry.Kind {
        switch kind {
        case .file: .file
        case .link: .link
        case .directory, .unknown: .other
        }
    }
}
