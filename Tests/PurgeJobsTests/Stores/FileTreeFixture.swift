import Foundation
import Glibc

@testable import PurgeJobs

/// A served tree and a quarantine in a directory of their own, removed with the fixture.
final class FileTreeFixture: Sendable {
    let base: String
    var root: String { base + "/www" }
    var quarantine: String { base + "/quarantine" }
    /// Neither served nor quarantined.
    var outside: String { base + "/outside" }

    var settings: FileTreeStore.Settings { FileTreeStore.Settings(root: root, quarantine: quarantine) }

    init() throws {
        let temporary = FileManager.default.temporaryDirectory
        base = temporary.appendingPathComponent("store-\(UUID().uuidString)").path
        for path in [root, outside] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    deinit {
        // A test that leaves something behind has told so already.
        try? FileManager.default.removeItem(atPath: base)
    }

    func store() throws -> FileTreeStore { try FileTreeStore(name: "media", settings: settings) }

    func tree() throws -> FileTree { try FileTreeOpening(settings).open() }

    /// Writes a file at bytes beneath a directory, with the directories above it.
    func write(_ content: String, at name: [UInt8], in directory: String) throws {
        let slash = UInt8(ascii: "/")
        unsafe mkdir(directory, 0o700)
        let segments = name.split(separator: slash)
        for count in 1..<max(segments.count, 1) {
            let parent = Array(directory.utf8) + [slash] + segments.prefix(count).joined(separator: [slash])
            unsafe mkdir(Self.text(parent), 0o755)
        }
        let path = Self.text(Array(directory.utf8) + [slash] + name)
        let file = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_WRONLY, 0o644)
        guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

        try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Data(content.utf8))
    }

    /// Serves a file and tells its evidence.
    func serve(_ content: String, at key: ObjectKey) async throws -> ObjectEvidence {
        try write(content, at: key.bytes, in: root)
        return try evidence(of: key.bytes, in: root)
    }

    /// What a file's bytes are, read by path as a web server would; nil when they cannot be read.
    func content(of name: [UInt8], in directory: String) -> String? {
        let path = Self.text(Array(directory.utf8) + [UInt8(ascii: "/")] + name)
        let file = unsafe Glibc.open(path, O_RDONLY)
        guard file >= 0 else { return nil }

        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        // What cannot be read holds nothing for the comparison.
        return (try? handle.readToEnd()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The evidence that a store should give of a file with one name.
    func evidence(of name: [UInt8], in directory: String) throws -> ObjectEvidence {
        let about = try Self.status(of: Array(directory.utf8) + [UInt8(ascii: "/")] + name)
        return ObjectEvidence(identity: "\(about.st_dev):\(about.st_ino)", size: Int64(about.st_size))
    }

    /// The permission bits of a path.
    func mode(of path: String) throws -> UInt32 { try Self.status(of: Array(path.utf8)).st_mode & 0o7777 }

    func node(of path: String) throws -> FileNode {
        let about = try Self.status(of: Array(path.utf8))
        return FileNode(device: UInt64(about.st_dev), inode: UInt64(about.st_ino))
    }

    // No mode means that there is no file.
    func exists(_ path: String) -> Bool { (try? mode(of: path)) != nil }

    func move(_ from: String, to target: String) -> Bool { unsafe Glibc.rename(from, target) == 0 }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    func append(_ content: String, to path: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(content.utf8))
        try handle.close()
    }

    func hardLink(_ target: String, at path: String) throws {
        try FileManager.default.linkItem(atPath: target, toPath: path)
    }

    func link(_ target: String, at path: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    private static func status(of path: [UInt8]) throws -> stat {
        var about = stat()
        guard unsafe lstat(text(path), &about) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }

        return about
    }

    private static func text(_ bytes: [UInt8]) -> [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }
}
