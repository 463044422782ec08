import Testing

@testable import PurgeJobs

/// The thread of a file store, and what it promises before it answers.
@Suite struct StoreLaneTests {
    private func opened(
        _ path: String,
        for purpose: OpenDirectory.Purpose
    ) throws -> OpenDirectory {
        let top = try #require(try OpenDirectory.at(path: Array(path.utf8)))
        return try #require(try top.directory(at: [], for: purpose))
    }

    @Test func `an answer whose directory cannot be synced is a failure`() async throws {
        let fixture = try FileTreeFixture()
        let unsyncable = try opened(fixture.root, for: .lookup)
        let syncable = try opened(fixture.outside, for: .change)
        let lane = StoreLane(label: "test")
        await #expect(throws: StoreError.Cause.system(call: "fsync", code: 9)) {
            try await lane.run { () throws(StoreError.Cause) in
                StoreLane.Answer(1, unsynced: [syncable, unsyncable])
            }
        }
        let other = try await lane.run { () throws(StoreError.Cause) in
            StoreLane.Answer(2, unsynced: [syncable])
        }
        #expect(other == 2)
    }

    @Test func `one operation's failed sync is none of its neighbours'`() async throws {
        let fixture = try FileTreeFixture()
        let unsyncable = try opened(fixture.root, for: .lookup)
        let syncable = try opened(fixture.outside, for: .change)
        let lane = StoreLane(label: "test")
        let answers = await withTaskGroup(of: Int.self) { group in
            for index in 0..<300 {
                group.addTask {
                    do throws(StoreError.Cause) {
                        return try await lane.run { () throws(StoreError.Cause) in
                            StoreLane.Answer(index, unsynced: [index % 3 == 0 ? unsyncable : syncable])
                        }
                    } catch {
                        return -1
                    }
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(answers.filter { $0 == -1 }.count == 100)
        #expect(Set(answers.filter { $0 >= 0 }) == Set((0..<300).filter { $0 % 3 != 0 }))
    }

    @Test func `what fails says why`() async throws {
        let lane = StoreLane(label: "test")
        await #expect(throws: StoreError.Cause.escape) {
            try await lane.run { () throws(StoreError.Cause) -> StoreLane.Answer<Int> in throw .escape }
        }
    }
}
