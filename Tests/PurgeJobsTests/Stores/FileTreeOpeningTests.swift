import Foundation
import Testing

@testable import PurgeJobs

/// Which pairs of directories a file store refuses to work with.
@Suite struct FileTreeOpeningTests {
    private func refusal(root: String, quarantine: String) -> String? {
        do throws(StoreError) {
            let settings = FileTreeStore.Settings(root: root, quarantine: quarantine)
            _ = try StoreKind.fileTree(settings).make(name: "media")
            return nil
        } catch {
            guard case .unusable(let why) = error.cause else { return "\(error)" }

            return why
        }
    }

    @Test func `opening makes nothing, and the first disable makes a private quarantine`() async throws {
        let fixture = try FileTreeFixture()
        let key = try #require(ObjectKey("a/b/c.mp4"))
        let evidence = try await fixture.serve("bytes", at: key)
        let store = try fixture.store()
        _ = try await store.inspect(key)
        #expect(try await store.restore(key, expecting: evidence, place: "r") == .already)
        #expect(!fixture.exists(fixture.quarantine))
        #expect(try await store.disable(key, expecting: evidence, place: "r") == .done)
        for path in ["", "/r", "/r/a", "/r/a/b"] {
            #expect(try fixture.mode(of: fixture.quarantine + path) == 0o700)
        }
    }

    @Test func `a missing root is refused`() throws {
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.base + "/none", quarantine: fixture.quarantine)
        #expect(why?.contains("is missing, or a link, or no directory") == true)
    }

    @Test(arguments: ["", "/", "//"])
    func `a root that is a link is refused, however it is spelled`(end: String) throws {
        let fixture = try FileTreeFixture()
        let link = fixture.base + "/link"
        try fixture.link(fixture.root, at: link)
        let why = refusal(root: link + end, quarantine: fixture.quarantine)
        #expect(why?.contains("is missing, or a link, or no directory") == true)
    }

    @Test(arguments: ["", "/"])
    func `a quarantine that is a link or a file is refused`(end: String) throws {
        let fixture = try FileTreeFixture()
        let link = fixture.base + "/link"
        try fixture.link(fixture.outside, at: link)
        try fixture.write("bytes", at: Array("file".utf8), in: fixture.base)
        #expect(refusal(root: fixture.root, quarantine: link + end)?.contains("is a link") == true)
        let file = fixture.base + "/file"
        #expect(refusal(root: fixture.root, quarantine: file + end)?.contains("is a file") == true)
    }

    @Test func `a quarantine whose parent is missing is refused`() throws {
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.root, quarantine: fixture.base + "/none/quarantine")
        #expect(why?.contains("cannot be made") == true)
    }

    @Test(arguments: ["/", "//", "/.", "/.."])
    func `the whole machine is no root`(root: String) throws {
        let fixture = try FileTreeFixture()
        #expect(refusal(root: root, quarantine: fixture.quarantine)?.contains("is '/'") == true)
    }

    @Test(arguments: ["", "www", "./www"])
    func `a relative path is refused`(path: String) throws {
        let fixture = try FileTreeFixture()
        let why = "is not an absolute path"
        #expect(refusal(root: path, quarantine: fixture.quarantine)?.contains(why) == true)
        #expect(refusal(root: fixture.root, quarantine: path)?.contains(why) == true)
    }

    @Test func `a NUL does not cut a path short`() throws {
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.root + "\0/none", quarantine: fixture.quarantine)
        #expect(why?.contains("is not an absolute path") == true)
    }

    @Test(arguments: ["", "/hidden", "/deep/hidden", "/../www/hidden", "/../link/hidden"])
    func `a quarantine in the root is refused, whatever the path says`(path: String) throws {
        let fixture = try FileTreeFixture()
        try fixture.makeDirectory(fixture.root + "/deep")
        try fixture.link(fixture.root, at: fixture.base + "/link")
        let why = refusal(root: fixture.root, quarantine: fixture.root + path)
        #expect(why?.contains("the quarantine is in the root") == true)
    }

    @Test func `a root in the quarantine is refused`() throws {
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.root, quarantine: fixture.base)
        #expect(why?.contains("the root is in the quarantine") == true)
    }

    @Test func `a quarantine that merely begins with the root's name is taken`() throws {
        let fixture = try FileTreeFixture()
        #expect(refusal(root: fixture.root, quarantine: fixture.root + "-hidden") == nil)
        #expect(refusal(root: fixture.root + "/", quarantine: fixture.quarantine + "/") == nil)
    }

    @Test(arguments: ["/.", "/.."])
    func `a quarantine that ends in dots is refused`(end: String) throws {
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.root, quarantine: fixture.outside + end)
        #expect(why?.contains("name the directory itself") == true)
    }

    @Test func `a quarantine on another device is refused`() throws {
        // procfs is a device of its own on every Linux, and opening changes nothing.
        let fixture = try FileTreeFixture()
        let why = refusal(root: fixture.root, quarantine: "/proc/sys")
        #expect(why?.contains("not in one mount") == true)
    }

    @Test func `a quarantine that is made a link later is not followed`() async throws {
        let fixture = try FileTreeFixture()
        let key = try #require(ObjectKey("a.mp4"))
        let evidence = try await fixture.serve("bytes", at: key)
        let store = try fixture.store()
        try fixture.link(fixture.outside, at: fixture.quarantine)
        await #expect(throws: StoreError(store: "media", object: "a.mp4", cause: .escape)) {
            try await store.disable(key, expecting: evidence, place: "r")
        }
        #expect(fixture.content(of: key.bytes, in: fixture.root) == "bytes")
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.outside).isEmpty)
    }

    @Test(arguments: [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546, 0x0102_1997] as [UInt32])
    func `file systems of other machines are told`(number: UInt32) {
        #expect(FileSystemType(number: number).isRemote)
    }

    @Test(arguments: [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630] as [UInt32])
    func `file systems of this machine are taken`(number: UInt32) {
        #expect(!FileSystemType(number: number).isRemote)
    }
}
