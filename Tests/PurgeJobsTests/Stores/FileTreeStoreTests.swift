import Testing

@testable import PurgeJobs

/// What attackers and odd names can do to a file store: nothing.
@Suite struct FileTreeStoreTests {
    private func error(_ cause: StoreError.Cause, _ object: String) -> StoreError {
        StoreError(store: "media", object: object, cause: cause)
    }

    @Test(arguments: ["a/link.mp4", "linked/secret.mp4", "a/up/outside/secret.mp4"])
    func `a link in a path is an escape, for every operation`(name: String) async throws {
        let fixture = try FileTreeFixture()
        let secret = Array("secret.mp4".utf8)
        try fixture.write("secret", at: secret, in: fixture.outside)
        try fixture.makeDirectory(fixture.root + "/a")
        try fixture.link(fixture.outside + "/secret.mp4", at: fixture.root + "/a/link.mp4")
        try fixture.link(fixture.outside, at: fixture.root + "/linked")
        try fixture.link("../..", at: fixture.root + "/a/up")
        let evidence = try fixture.evidence(of: secret, in: fixture.outside)
        let key = try #require(ObjectKey(name))
        let store = try fixture.store()
        let escape = error(.escape, name)
        await #expect(throws: escape) { try await store.inspect(key) }
        await #expect(throws: escape) { try await store.disable(key, expecting: evidence, place: "r") }
        await #expect(throws: escape) { try await store.restore(key, expecting: evidence, place: "r") }
        #expect(fixture.content(of: secret, in: fixture.outside) == "secret")
        #expect(!fixture.exists(fixture.quarantine))
    }

    @Test(arguments: [
        "../outside/secret.mp4", "/outside/secret.mp4", "a/../b", "a//b", "./b", "a/.", "b\0c", "a/", "",
    ])
    func `a key that slipped in unchecked is refused`(name: String) async throws {
        let fixture = try FileTreeFixture()
        try fixture.write("bytes", at: Array("b".utf8), in: fixture.root)
        try fixture.write("bytes", at: Array("a/b".utf8), in: fixture.root)
        try fixture.write("secret", at: Array("secret.mp4".utf8), in: fixture.outside)
        let key = ObjectKey(stored: Array(name.utf8))
        let store = try fixture.store()
        await #expect(throws: error(.escape, key.description)) { try await store.inspect(key) }
    }

    @Test(arguments: ["alias/clip.mp4", "alias.mp4"])
    func `a link to another clip in the same tree is an escape too`(name: String) async throws {
        let fixture = try FileTreeFixture()
        let clip = try #require(ObjectKey("v/clip.mp4"))
        let evidence = try await fixture.serve("bytes", at: clip)
        try fixture.link("v", at: fixture.root + "/alias")
        try fixture.link("v/clip.mp4", at: fixture.root + "/alias.mp4")
        let key = try #require(ObjectKey(name))
        let store = try fixture.store()
        await #expect(throws: error(.escape, name)) { try await store.inspect(key) }
        await #expect(throws: error(.escape, name)) {
            try await store.disable(key, expecting: evidence, place: "r")
        }
        #expect(fixture.content(of: clip.bytes, in: fixture.root) == "bytes")
    }

    @Test func `a directory in a clip's place is no clip`() async throws {
        let fixture = try FileTreeFixture()
        try fixture.makeDirectory(fixture.root + "/a.mp4")
        let key = try #require(ObjectKey("a.mp4"))
        let store = try fixture.store()
        let evidence = try fixture.evidence(of: key.bytes, in: fixture.root)
        await #expect(throws: StoreError.self) { try await store.inspect(key) }
        await #expect(throws: StoreError.self) {
            try await store.disable(key, expecting: evidence, place: "r")
        }
        #expect(fixture.exists(fixture.root + "/a.mp4"))
    }

    @Test(arguments: [
        Array("with space.mp4".utf8),
        Array("line\nbreak".utf8),
        Array("-rf".utf8),
        Array("..hidden/...".utf8),
        Array("%2e%2e/%00".utf8),
        Array("*".utf8),
        [0xff, 0xfe, 0x80, UInt8(ascii: "/"), 0xc3],
        Array("e\u{301}.mp4".utf8),
    ])
    func `names go to the kernel byte for byte`(name: [UInt8]) async throws {
        let fixture = try FileTreeFixture()
        let key = ObjectKey(stored: name)
        let evidence = try await fixture.serve("bytes", at: key)
        let store = try fixture.store()
        #expect(try await store.inspect(key) == .present(evidence))
        #expect(try await store.disable(key, expecting: evidence, place: "r") == .done)
        #expect(fixture.content(of: name, in: fixture.root) == nil)
        #expect(fixture.content(of: name, in: fixture.quarantine + "/r") == "bytes")
        #expect(try await store.restore(key, expecting: evidence, place: "r") == .done)
        #expect(fixture.content(of: name, in: fixture.root) == "bytes")
    }

    @Test func `names that differ in Unicode normalisation are two files`() async throws {
        let fixture = try FileTreeFixture()
        let composed = try #require(ObjectKey("caf\u{e9}.mp4"))
        let decomposed = try #require(ObjectKey("cafe\u{301}.mp4"))
        let first = try await fixture.serve("composed", at: composed)
        let second = try await fixture.serve("decomposed", at: decomposed)
        let store = try fixture.store()
        #expect(try await store.disable(composed, expecting: second, place: "r") == .different(first))
        #expect(try await store.disable(composed, expecting: first, place: "r") == .done)
        #expect(fixture.content(of: decomposed.bytes, in: fixture.root) == "decomposed")
        #expect(try await store.inspect(composed) == .absent)
    }

    @Test(arguments: [2, 250])
    func `the longest keys work`(segment: Int) async throws {
        let fixture = try FileTreeFixture()
        var name: [UInt8] = []
        while name.count < ObjectKey.maximumLength {
            let isSlash = name.count % segment == segment - 1 && name.count < ObjectKey.maximumLength - 1
            name.append(isSlash ? UInt8(ascii: "/") : UInt8(ascii: "a"))
        }
        let key = try #require(ObjectKey(name))
        let evidence = try await fixture.serve("bytes", at: key)
        let store = try fixture.store()
        #expect(try await store.disable(key, expecting: evidence, place: "r") == .done)
        #expect(try await store.delete(key, expecting: evidence, place: "r") == .done)
        #expect(!fixture.exists(fixture.quarantine + "/r"))
    }

    @Test func `a name that the file system cannot hold is refused, not gone`() async throws {
        let fixture = try FileTreeFixture()
        let key = try #require(ObjectKey([UInt8](repeating: UInt8(ascii: "a"), count: 300)))
        let store = try fixture.store()
        await #expect(throws: error(.system(call: "fstatat", code: 36), key.description)) {
            try await store.inspect(key)
        }
    }

    @Test func `a thousand disables at once all hold`() async throws {
        let fixture = try FileTreeFixture()
        let store = try fixture.store()
        var expected: [ObjectKey: ObjectEvidence] = [:]
        for index in 0..<1000 {
            let key = try #require(ObjectKey("v/\(index % 40)/\(index).mp4"))
            expected[key] = try await fixture.serve("clip \(index)", at: key)
        }
        let outcomes = try await withThrowingTaskGroup(of: StoreOutcome.self) { group in
            for (key, evidence) in expected {
                group.addTask { try await store.disable(key, expecting: evidence, place: "r") }
            }
            return try await group.reduce(into: [StoreOutcome]()) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .done, count: 1000))
        for (key, evidence) in expected {
            #expect(fixture.content(of: key.bytes, in: fixture.root) == nil)
            #expect(try fixture.evidence(of: key.bytes, in: fixture.quarantine + "/r") == evidence)
        }
    }

    @Test func `many attempts at one object hide it once`() async throws {
        let fixture = try FileTreeFixture()
        let key = try #require(ObjectKey("a.mp4"))
        let evidence = try await fixture.serve("bytes", at: key)
        let stores = [try fixture.store(), try fixture.store()]
        let outcomes = try await withThrowingTaskGroup(of: StoreOutcome.self) { group in
            for index in 0..<100 {
                group.addTask { try await stores[index % 2].disable(key, expecting: evidence, place: "r") }
            }
            return try await group.reduce(into: [StoreOutcome]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .done }.count == 1)
        #expect(outcomes.filter { $0 == .already }.count == 99)
    }
}
