import Testing

@testable import PurgeJobs

/// What a file tree does after crashes, and what it has synced.
@Suite struct FileTreeTests {
    private let fixture: FileTreeFixture
    private let tree: FileTree
    private let path: FileTreePath
    private let place: FileTreePlace
    private let evidence: ObjectEvidence

    init() throws {
        let key = try #require(ObjectKey("v/id/720.mp4"))
        fixture = try FileTreeFixture()
        try fixture.write("bytes", at: key.bytes, in: fixture.root)
        evidence = try fixture.evidence(of: key.bytes, in: fixture.root)
        tree = try fixture.tree()
        path = try FileTreePath(key)
        place = try FileTreePlace("run")
    }

    private func nodes(_ paths: [String]) throws -> Set<FileNode> {
        Set(try paths.map { try fixture.node(of: fixture.base + $0) })
    }

    private var hiddenDirectories: [String] {
        ["/quarantine", "/quarantine/run", "/quarantine/run/v", "/quarantine/run/v/id"]
    }

    @Test func `a disable syncs where the file was, where it is, and every directory above`() throws {
        let answer = try tree.disable(path, expecting: evidence, place: place)
        #expect(answer.value == .done)
        #expect(Set(answer.unsynced.map(\.node)) == (try nodes(["/www/v/id"] + hiddenDirectories)))
    }

    @Test func `a disable that finds its work done syncs it again`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        let answer = try tree.disable(path, expecting: evidence, place: place)
        #expect(answer.value == .already)
        #expect(Set(answer.unsynced.map(\.node)) == (try nodes(["/www/v/id"] + hiddenDirectories)))
    }

    @Test func `a disable that finds its work done syncs the nearest directory that is left`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        #expect(fixture.move(fixture.root + "/v", to: fixture.outside + "/v"))
        let answer = try tree.disable(path, expecting: evidence, place: place)
        #expect(answer.value == .already)
        #expect(Set(answer.unsynced.map(\.node)) == (try nodes(["/www"] + hiddenDirectories)))
    }

    @Test func `a restore syncs both sides, and again when it finds its work done`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        let done = try tree.restore(path, expecting: evidence, place: place)
        #expect(done.value == .done)
        #expect(Set(done.unsynced.map(\.node)) == (try nodes(["/www/v/id", "/quarantine"])))
        let again = try tree.restore(path, expecting: evidence, place: place)
        #expect(again.value == .already)
        #expect(Set(again.unsynced.map(\.node)) == (try nodes(["/www/v/id", "/quarantine"])))
    }

    @Test func `a delete syncs the quarantine, and again when nothing is left`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        let done = try tree.delete(path, expecting: evidence, place: place)
        #expect(done.value == .done)
        #expect(Set(done.unsynced.map(\.node)) == (try nodes(["/quarantine"])))
        let again = try tree.delete(path, expecting: evidence, place: place)
        #expect(again.value == .gone)
        #expect(Set(again.unsynced.map(\.node)) == (try nodes(["/quarantine"])))
    }

    @Test func `a delete keeps directories in which others hide`() throws {
        let other = Array("v/other.mp4".utf8)
        try fixture.write("other", at: other, in: fixture.root)
        let otherEvidence = try fixture.evidence(of: other, in: fixture.root)
        let otherPath = try FileTreePath(#require(ObjectKey(other)))
        _ = try tree.disable(path, expecting: evidence, place: place)
        _ = try tree.disable(otherPath, expecting: otherEvidence, place: place)
        _ = try tree.delete(path, expecting: evidence, place: place)
        #expect(!fixture.exists(fixture.quarantine + "/run/v/id"))
        #expect(fixture.content(of: other, in: fixture.quarantine + "/run") == "other")
        #expect(try tree.restore(otherPath, expecting: otherEvidence, place: place).value == .done)
        #expect(!fixture.exists(fixture.quarantine + "/run"))
        #expect(fixture.exists(fixture.quarantine))
    }

    @Test func `a crash before the rename leaves a disable to be done`() throws {
        try fixture.makeDirectory(fixture.quarantine + "/run/v/id")
        #expect(try tree.disable(path, expecting: evidence, place: place).value == .done)
    }

    @Test func `bytes written after a disable do not undo it, and are not deleted unseen`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        let hidden = fixture.quarantine + "/run/v/id"
        try fixture.append("more", to: hidden + "/720.mp4")
        let grown = try fixture.evidence(of: path.name, in: hidden)
        #expect(try tree.disable(path, expecting: evidence, place: place).value == .already)
        #expect(try tree.delete(path, expecting: evidence, place: place).value == .different(grown))
        #expect(fixture.content(of: path.name, in: hidden) == "bytesmore")
    }

    @Test func `another file in quarantine is told, not taken for ours`() throws {
        try fixture.write("bytes", at: Array("run/v/id/720.mp4".utf8), in: fixture.quarantine)
        #expect(throws: StoreError.Cause.self) {
            try tree.disable(path, expecting: evidence, place: place)
        }
        #expect(fixture.content(of: path.name, in: fixture.root + "/v/id") == "bytes")
        #expect(fixture.move(fixture.root + "/v/id/720.mp4", to: fixture.outside + "/f"))
        #expect(throws: StoreError.Cause.self) {
            try tree.disable(path, expecting: evidence, place: place)
        }
        #expect(fixture.content(of: path.name, in: fixture.quarantine + "/run/v/id") == "bytes")
    }

    @Test func `a file that is still served is not called deleted`() throws {
        #expect(throws: StoreError.Cause.self) {
            try tree.delete(path, expecting: evidence, place: place)
        }
        #expect(fixture.content(of: path.name, in: fixture.root + "/v/id") == "bytes")
    }

    @Test func `a restore into a directory that is gone fails, and works when it is back`() throws {
        _ = try tree.disable(path, expecting: evidence, place: place)
        #expect(fixture.move(fixture.root + "/v", to: fixture.outside + "/v"))
        #expect(throws: StoreError.Cause.self) {
            try tree.restore(path, expecting: evidence, place: place)
        }
        #expect(fixture.move(fixture.outside + "/v", to: fixture.root + "/v"))
        #expect(try tree.restore(path, expecting: evidence, place: place).value == .done)
    }

    @Test func `a place that cannot be made leaves the file alone`() throws {
        try fixture.write("in the way", at: Array("run".utf8), in: fixture.quarantine)
        #expect(throws: StoreError.Cause.self) {
            try tree.disable(path, expecting: evidence, place: place)
        }
        #expect(fixture.content(of: path.name, in: fixture.root + "/v/id") == "bytes")
    }

    @Test func `hard links show in the evidence, do not stop a disable, and stop a delete`() throws {
        let twin = fixture.outside + "/twin"
        try fixture.hardLink(fixture.root + "/v/id/720.mp4", at: twin)
        let linked = ObjectEvidence(identity: evidence.identity + " links:2", size: evidence.size)
        #expect(try tree.inspect(path) == .present(linked))
        #expect(try tree.disable(path, expecting: evidence, place: place).value == .done)
        #expect(try tree.disable(path, expecting: linked, place: place).value == .already)
        #expect(throws: StoreError.Cause.self) {
            try tree.delete(path, expecting: linked, place: place)
        }
        #expect(fixture.exists(fixture.quarantine + "/run/v/id/720.mp4"))
        #expect(fixture.move(twin, to: fixture.quarantine + "/run/v/id/720.mp4"))
        try fixture.remove(twin)
        #expect(try tree.delete(path, expecting: linked, place: place).value == .done)
    }
}
