import Crypto
import Foundation
import Testing

@testable import PurgeJobs

/// What is put aside of a file tree for holds: once, whole, for this account alone, with a manifest that others can check.
@Suite struct FileTreePreservationTests {
    /// Where the place is: beside the tree, or in another mount.
    enum Ground: CaseIterable, Sendable {
        case sameMount
        case otherMount
    }

    /// A tree with a place for its preserved files, and one disabled object.
    private struct World {
        let fixture: FileTreeFixture
        let store: FileTreeStore
        let kept: FileTreePreservation
        let place: String
        let key: ObjectKey
        let evidence: ObjectEvidence

        static let run = "run-1"
        static let content = "moving pictures"

        init(_ ground: Ground = .sameMount, key name: String = "v/a/720.mp4") async throws {
            fixture = try FileTreeFixture()
            // A memory file system that every Linux has.
            place = ground == .sameMount ? fixture.base + "/kept" : "/dev/shm/purge-kept-\(UUID().uuidString)"
            key = try #require(ObjectKey(name))
            store = try fixture.store()
            evidence = try await fixture.serve(Self.content, at: key)
            kept = try FileTreePreservation(name: "media", settings: fixture.settings, place: place)
            #expect(try await store.disable(key, expecting: evidence, place: Self.run) == .done)
        }

        func preserve() async throws -> PreserveOutcome {
            try await kept.preserve(key, expecting: evidence, place: Self.run)
        }

        var keptContent: String? {
            fixture.content(of: Array("files/\(key)".utf8), in: place + "/" + Self.run)
        }
        var hiddenContent: String? {
            fixture.content(of: Array("\(Self.run)/\(key)".utf8), in: fixture.quarantine)
        }

        func clean() {
            // A place in the other mount is not removed with the fixture; that it is not there any more is no harm.
            try? FileManager.default.removeItem(atPath: place)
        }
    }

    private func bytes(_ outcome: PreserveOutcome) throws -> PreservedBytes {
        switch outcome {
        case .done(let bytes), .already(let bytes): return bytes
        case .gone, .different: throw CocoaError(.fileNoSuchFile)
        }
    }

    /// What sha256sum(1) says of a run's manifest.
    private func check(_ place: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cat sha256/* | sha256sum --strict --status --check"]
        process.currentDirectoryURL = URL(fileURLWithPath: place)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(arguments: Ground.allCases)
    func `hidden bytes are put aside once, whole, with their digest`(ground: Ground) async throws {
        let world = try await World(ground)
        defer { world.clean() }
        let first = try await world.preserve()
        let kept = try bytes(first)
        #expect(first == .done(kept))
        #expect(kept.size == 15)
        #expect(try await world.kept.keptDigest(of: world.key, place: World.run) == kept.digest)
        #expect(world.keptContent == World.content)
        #expect((world.hiddenContent == nil) == (kept.way == .moved))
        #expect(ground == .otherMount ? kept.way == .copied : kept.way != .copied)
        let second = try await world.preserve()
        #expect(second == .already(try bytes(second)))
        #expect(try bytes(second).digest == kept.digest && bytes(second).size == kept.size)
        #expect(try check(world.place + "/" + World.run) == 0)
        #expect(try world.fixture.mode(of: world.place) == 0o700)
        #expect(!world.fixture.exists(world.place + "/\(World.run)/partial"), "nothing else is kept")
    }

    @Test(arguments: Ground.allCases)
    func `released bytes are where the takedown hid them, and come back`(ground: Ground) async throws {
        let world = try await World(ground)
        defer { world.clean() }
        let kept = try bytes(try await world.preserve())
        #expect(try await world.kept.release(world.key, kept, place: World.run) == .done)
        #expect(world.hiddenContent == World.content && world.keptContent == nil)
        #expect(try await world.kept.release(world.key, kept, place: World.run) == .already)
        #expect(!world.fixture.exists(world.place + "/" + World.run), "no empty folder stays")
        let (key, evidence) = (world.key, world.evidence)
        #expect(try await world.store.restore(key, expecting: evidence, place: World.run) == .done)
        #expect(world.fixture.content(of: key.bytes, in: world.fixture.root) == World.content)
    }

    @Test(arguments: Ground.allCases)
    func `destroyed bytes are gone; a second time finds nothing`(ground: Ground) async throws {
        let world = try await World(ground)
        defer { world.clean() }
        let kept = try bytes(try await world.preserve())
        #expect(try await world.kept.destroy(world.key, place: World.run) == .done)
        #expect(world.keptContent == nil)
        #expect(try await world.kept.destroy(world.key, place: World.run) == .gone)
        #expect((world.hiddenContent == nil) == (kept.way == .moved))
        #expect(try await world.kept.keptDigest(of: world.key, place: World.run) == nil)
    }

    @Test(arguments: [#"a\b.mp4"#, "a.mp4.sha256", "d.sha256/é e.mp4", #"\n"#, "*"])
    func `any name can be checked by others`(name: String) async throws {
        let world = try await World(key: name)
        _ = try await world.preserve()
        #expect(try check(world.place + "/" + World.run) == 0)
        try world.fixture.append("x", to: world.place + "/\(World.run)/files/\(name)")
        #expect(try check(world.place + "/" + World.run) != 0, "a changed byte is noticed")
    }

    @Test func `a copy that broke off is begun anew, and leaves nothing`() async throws {
        let world = try await World(.otherMount)
        defer { world.clean() }
        let digest = try bytes(try await world.preserve()).digest
        _ = try await world.kept.destroy(world.key, place: World.run)
        // As a crash in the midst of a copy leaves it: under the name that the next attempt writes to.
        let draft = Hexadecimal.text(of: SHA256.hash(data: world.key.bytes))
        try FileManager.default.createDirectory(
            atPath: world.place + "/\(World.run)/partial",
            withIntermediateDirectories: true
        )
        try Data("half of".utf8).write(
            to: URL(fileURLWithPath: world.place + "/\(World.run)/partial/\(draft)")
        )
        let outcome = try await world.preserve()
        #expect(try bytes(outcome).digest == digest)
        #expect(world.keptContent == World.content)
        #expect(!world.fixture.exists(world.place + "/\(World.run)/partial"))
    }

    @Test func `a crash before the manifest's line is made good`() async throws {
        let world = try await World()
        _ = try await world.preserve()
        try FileManager.default.removeItem(atPath: world.place + "/\(World.run)/sha256")
        guard case .already = try await world.preserve() else {
            Issue.record("it was kept already")
            return
        }

        #expect(try check(world.place + "/" + World.run) == 0)
    }

    @Test func `what is not hidden, or is something else, is not touched`() async throws {
        let world = try await World()
        let other = try #require(ObjectKey("v/b/720.mp4"))
        let evidence = world.evidence
        #expect(try await world.kept.preserve(other, expecting: evidence, place: World.run) == .gone)
        let wrong = ObjectEvidence(identity: evidence.identity, size: (evidence.size ?? 0) + 1)
        #expect(
            try await world.kept.preserve(world.key, expecting: wrong, place: World.run)
                == .different(evidence)
        )
        #expect(world.hiddenContent == World.content && world.keptContent == nil)
        #expect(!world.fixture.exists(world.place), "looking makes nothing")
    }

    @Test func `a place that others may enter is refused before anything is in it`() async throws {
        let world = try await World()
        try world.fixture.makeDirectory(world.place)
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: world.place)
        await #expect(throws: StoreError.self) { try await world.preserve() }
        #expect(world.hiddenContent == World.content && world.keptContent == nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: world.place)
        _ = try await world.preserve()
        #expect(world.keptContent == World.content)
    }

    @Test func `bytes with other names are not called destroyed`() async throws {
        let world = try await World()
        let kept = try bytes(try await world.preserve())
        try world.fixture.hardLink(
            world.place + "/\(World.run)/files/\(world.key)",
            at: world.fixture.outside + "/copy"
        )
        await #expect(throws: StoreError.self) {
            try await world.kept.destroy(world.key, place: World.run)
        }
        #expect(world.keptContent == World.content && kept.size == 15)
    }

    @Test func `the last bytes are not dropped when the hidden ones went away`() async throws {
        let world = try await World(.otherMount)
        defer { world.clean() }
        let kept = try bytes(try await world.preserve())
        try FileManager.default.removeItem(atPath: world.fixture.quarantine)
        await #expect(throws: StoreError.self) {
            try await world.kept.release(world.key, kept, place: World.run)
        }
        #expect(world.keptContent == World.content)
    }

    @Test(arguments: ["www/kept", "quarantine/kept", ".", "www"])
    func `a place within root or quarantine, or around them, is refused`(path: String) async throws {
        let fixture = try FileTreeFixture()
        try fixture.makeDirectory(fixture.quarantine)
        let place = path == "." ? fixture.base : fixture.base + "/" + path
        #expect(throws: StoreError.self) {
            try FileTreePreservation(name: "media", settings: fixture.settings, place: place)
        }
    }

    @Test func `a link is no place`() throws {
        let fixture = try FileTreeFixture()
        try fixture.link(fixture.outside, at: fixture.base + "/kept")
        #expect(throws: StoreError.self) {
            try FileTreePreservation(
                name: "media",
                settings: fixture.settings,
                place: fixture.base + "/kept"
            )
        }
    }
}
