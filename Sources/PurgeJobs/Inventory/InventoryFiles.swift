import CLinux
import Foundation

/// The files that a job's patterns name, each once.
struct InventoryFiles {
    struct File: Hashable {
        /// As a person knows it.
        let name: String
        let path: String
        /// Whether it can be read again from any place; pipes cannot.
        let isRegular: Bool
    }

    private(set) var files: [File] = []
    private var names: [FileIdentity.Place: String] = [:]

    /// Expands patterns in their order, the files of each in the order of their bytes.
    ///
    /// - Throws: `nothingFound`, `namedTwice`, or `unreadable` for what is no file, such as a directory, and for
    ///   directories that cannot be searched: files that nobody sees would be clips that nobody looks at.
    init(patterns: [String], directory: String?) throws(InventoryError) {
        for pattern in patterns {
            if pattern == FileInventory.standardInput {
                try insertStandardInput()
            } else {
                for path in try Self.paths(pattern, directory) { try insert(path) }
            }
        }
    }

    private mutating func insertStandardInput() throws(InventoryError) {
        let name = "standard input"
        let identity = try FileIdentity(descriptor: 0, source: name)
        // Opened by this name, a regular file can be walked from any place, as if the job named it.
        let path = identity.isRegular ? "/proc/self/fd/0" : FileInventory.standardInput
        try insert(File(name: name, path: path, isRegular: identity.isRegular), identity)
    }

    private mutating func insert(_ path: String) throws(InventoryError) {
        let identity = try FileIdentity(path: path, source: path)
        guard !identity.isDirectory else {
            throw InventoryError(source: path, cause: .unreadable("it is a directory"))
        }

        try insert(File(name: path, path: path, isRegular: identity.isRegular), identity)
    }

    private mutating func insert(_ file: File, _ identity: FileIdentity) throws(InventoryError) {
        if let other = names.updateValue(file.name, forKey: identity.place) {
            throw InventoryError(source: file.name, cause: .namedTwice(as: other))
        }

        files.append(file)
    }

    private static func paths(_ pattern: String, _ directory: String?) throws(InventoryError) -> [String] {
        guard !pattern.isEmpty, !pattern.utf8.contains(0) else {
            throw InventoryError(source: pattern, cause: .unreadable("its path is empty or holds a NUL"))
        }

        let descriptor = clinux_glob(absolute(pattern, directory))
        guard descriptor >= 0 else {
            let why = FileFailure.sentence(for: -descriptor)
            throw InventoryError(
                source: pattern,
                cause: descriptor == -2
                    ? .nothingFound : .unreadable("its directory cannot be searched: \(why)")
            )
        }

        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Memory that was just written can be read.
        let list = (try? handle.readToEnd()) ?? Data()
        return list.split(separator: 0).sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The pattern beneath the directory, whose own name is no pattern.
    private static func absolute(_ pattern: String, _ directory: String?) -> String {
        guard let directory, !directory.isEmpty, !pattern.hasPrefix("/") else { return pattern }

        let name = directory.map { "*?[\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return name + (directory.hasSuffix("/") ? "" : "/") + pattern
    }
}
