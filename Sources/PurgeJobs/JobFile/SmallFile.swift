private import Foundation

/// Reads small regular files whole, and never waits on a pipe or a device.
enum SmallFile {
    /// Who owns a file and who may read it.
    struct Protection {
        let owner: Int
        let mode: Int
    }

    /// The bytes of a regular file, or of what a link leads to.
    ///
    /// - Throws: a flaw without the path when it is missing, no regular file, unreadable, or longer than `limit`.
    static func bytes(of path: String, limit: Int) throws(ScalarFlaw) -> [UInt8] {
        _ = try protection(of: path)
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ScalarFlaw("cannot be opened", "check that this user may read it")
        }

        defer { try? handle.close() }  // Only read from: nothing is lost when closing fails.
        let data: Data
        do {
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw ScalarFlaw("cannot be read", "check the disk")
        }
        guard data.count <= limit else {
            throw ScalarFlaw("is larger than \(limit / 1024) KiB", "name the right file")
        }

        return Array(data)
    }

    /// Who owns a regular file and who may read it.
    ///
    /// - Throws: a flaw without the path when it is missing or no regular file.
    static func protection(of path: String) throws(ScalarFlaw) -> Protection {
        guard !path.utf8.contains(0) else { throw ScalarFlaw("is no path", "name a file") }

        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        // Whatever the reason, there is no such file for us, and the complaint says so.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else {
            throw ScalarFlaw(
                "is not there, or its folder cannot be entered",
                "name a file that this user may read"
            )
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw ScalarFlaw("is no regular file", "name a file, not a folder, pipe or device")
        }
        guard let owner = (attributes[.ownerAccountID] as? NSNumber)?.intValue,
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else { throw ScalarFlaw("does not tell its owner and mode", "put it on another file system") }

        return Protection(owner: owner, mode: mode)
    }
}
