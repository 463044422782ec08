import Testing

@testable import PurgeJobs

/// The kernel's side of a file store.
@Suite struct OpenDirectoryTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func opened(_ path: String) throws -> OpenDirectory {
        try #require(try OpenDirectory.at(path: bytes(path)))
    }

    @Test(arguments: ["..", "../outside", "a/../../outside", "/", "link", "link/deep", "a/back/.."])
    func `nothing is reached out of a directory or through a link`(path: String) throws {
        let fixture = try FileTreeFixture()
        try fixture.makeDirectory(fixture.root + "/a")
        try fixture.makeDirectory(fixture.outside + "/deep")
        try fixture.link(fixture.outside, at: fixture.root + "/link")
        try fixture.link("..", at: fixture.root + "/a/back")
        let root = try opened(fixture.root)
        for purpose in [OpenDirectory.Purpose.lookup, .change] {
            #expect(throws: StoreError.Cause.escape) { try root.directory(at: bytes(path), for: purpose) }
        }
    }

    @Test func `no mount is crossed`() throws {
        #expect(throws: StoreError.Cause.escape) {
            try opened("/").directory(at: bytes("proc"), for: .lookup)
        }
    }

    @Test func `a missing directory and a file in its place are both nothing`() throws {
        let fixture = try FileTreeFixture()
        try fixture.write("bytes", at: bytes("file"), in: fixture.root)
        let root = try opened(fixture.root)
        for path in ["none", "none/deeper", "file", "file/deeper"] {
            #expect(try root.directory(at: bytes(path), for: .change) == nil)
        }
    }

    @Test func `nothing is overwritten by a move`() throws {
        let fixture = try FileTreeFixture()
        try fixture.write("one", at: bytes("f"), in: fixture.root)
        try fixture.write("two", at: bytes("f"), in: fixture.outside)
        let root = try opened(fixture.root)
        let outside = try opened(fixture.outside)
        #expect(try root.move(bytes("f"), to: outside) == .occupied)
        #expect(try root.move(bytes("none"), to: outside) == .missing)
        #expect(fixture.content(of: bytes("f"), in: fixture.root) == "one")
        #expect(fixture.content(of: bytes("f"), in: fixture.outside) == "two")
    }

    @Test func `a failed system call is named with its errno`() throws {
        let fixture = try FileTreeFixture()
        let root = try opened(fixture.root)
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 256)
        #expect(throws: StoreError.Cause.system(call: "fstatat", code: 36)) { try root.record(of: long) }
        #expect(throws: StoreError.Cause.system(call: "mkdirat", code: 36)) { try root.makeDirectory(long) }
        // Opened for lookups only, it cannot be synced.
        #expect(throws: StoreError.Cause.system(call: "fsync", code: 9)) { try root.sync() }
    }

    @Test func `one mount has one number`() throws {
        let fixture = try FileTreeFixture()
        #expect(try opened(fixture.root).mount() == opened(fixture.outside).mount())
        #expect(try opened(fixture.root).mount() != opened("/proc").mount())
        #expect(try !opened(fixture.root).fileSystem().isRemote)
    }
}
