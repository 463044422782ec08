import Synchronization

/// The directory that hidden files are moved into, or preserved ones: found, or made when it is first needed.
///
/// It is not made before, so that looking at a store, as a dry run does, changes nothing.
final class QuarantineDirectory: Sendable {
    /// What it is called where something is wrong with it.
    private let role: String
    private let parent: OpenDirectory
    private let name: [UInt8]
    private let opened: Mutex<OpenDirectory?>
    /// Whether its own name is known to be on the disk.
    private let isNameSynced = Mutex(false)

    init(role: String = "quarantine", parent: OpenDirectory, name: [UInt8], opened: OpenDirectory?) {
        self.role = role
        self.parent = parent
        self.name = name
        self.opened = Mutex(opened)
    }

    /// The directories from the quarantine down to where a path's file is hidden, as far as they exist.
    ///
    /// The first is the quarantine, the next ones belong to `segments`; empty when there is no quarantine.
    func existing(_ segments: [[UInt8]]) throws(StoreError.Cause) -> [OpenDirectory] {
        guard let top = try found()?.directory(at: [], for: .change) else { return [] }

        var chain = [top]
        for (index, segment) in segments.enumerated() {
            guard let next = try chain[index].directory(at: segment, for: .change) else { return chain }

            chain.append(next)
        }
        return chain
    }

    /// The same directories, made where they are missing.
    ///
    /// - Throws: `system` with ENOTDIR when a file stands where a directory is needed.
    func made(_ segments: [[UInt8]]) throws(StoreError.Cause) -> [OpenDirectory] {
        var chain = [try makeTop()]
        for (index, segment) in segments.enumerated() {
            chain.append(try make(segment, in: chain[index]))
        }
        return chain
    }

    private func found() throws(StoreError.Cause) -> OpenDirectory? {
        if let directory = opened.withLock({ $0 }) { return directory }
        guard let directory = try parent.directory(at: name, for: .lookup) else { return nil }

        opened.withLock { $0 = directory }
        return directory
    }

    private func makeTop() throws(StoreError.Cause) -> OpenDirectory {
        if try found() == nil { try parent.makeDirectory(name) }
        if !isNameSynced.withLock({ $0 }) {
            try parent.directory(at: [], for: .change)?.sync()
            isNameSynced.withLock { $0 = true }
        }
        guard let top = try found()?.directory(at: [], for: .change) else {
            throw .unusable("the \(role) was removed while it was in use; create it and try again")
        }

        return top
    }

    /// Removes what is empty of a chain, from the deepest up, and gives the directories that stay.
    static func prune(
        _ chain: [OpenDirectory],
        _ segments: [[UInt8]]
    ) throws(StoreError.Cause) -> [OpenDirectory] {
        var left = chain
        while left.count > 1, try left[left.count - 2].removeDirectory(segments[left.count - 2]) {
            left.removeLast()
        }
        return left
    }

    private func make(
        _ name: [UInt8],
        in directory: OpenDirectory
    ) throws(StoreError.Cause) -> OpenDirectory {
        if let found = try directory.directory(at: name, for: .change) { return found }

        try directory.makeDirectory(name)
        guard let made = try directory.directory(at: name, for: .change) else {
            throw .unusable(
                "a file is where the \(role) needs the directory '\(VisibleText.of(name))'; move it away"
            )
        }

        return made
    }
}
