import Testing

@testable import PurgeJobs

/// What every kind of inventory owes the planner.
@Suite struct InventoryConformanceTests {
    @Test(arguments: InventorySample.allCases, [1, 2, 7, 1000])
    func `a walk finds every clip in order, and ends`(sample: InventorySample, pageRows: Int) async throws {
        let folder = try ScratchFolder()
        let source = try sample.kind(in: folder, pageRows: pageRows).sources(of: [])[0]

        let walk = try await InventoryWalk(source)

        #expect(try walk.clips.map(\.id.bytes) == sample.ids.map { Array($0.utf8) })
        #expect(try walk.badRows.map(\.line) == sample.badLines)
        #expect(walk.rows == walk.clips.count + walk.badRows.count)
        #expect(walk.cursors.last?.rows == walk.rows)
        #expect(walk.cursors.map(\.isComplete) == walk.cursors.dropLast().map { _ in false } + [true])
    }

    @Test(arguments: InventorySample.allCases, [1, 3, 100])
    func `from any cursor a new walk gives the same rest, in pages of any size`(
        sample: InventorySample,
        pageRows: Int
    ) async throws {
        let folder = try ScratchFolder()
        let kind = try sample.kind(in: folder, pageRows: pageRows)
        let whole = try await InventoryWalk(kind.sources(of: [])[0])
        let other = try sample.kind(in: folder, pageRows: 10 * pageRows)

        for (cursor, known) in zip(whole.cursors, whole.known) {
            let rest = try await InventoryWalk(other.sources(of: [])[0], after: cursor)

            #expect(Array(whole.clips[known.clips...]) == rest.clips)
            #expect(whole.badRows.filter { $0.line > cursor.lines } == rest.badRows)
            #expect(rest.cursors.last?.rows == whole.rows)
        }
    }

    @Test(arguments: InventorySample.allCases)
    func `a cursor is the same whoever walks`(sample: InventorySample) async throws {
        let folder = try ScratchFolder()
        let kind = try sample.kind(in: folder, pageRows: 3)
        let whole = try await InventoryWalk(kind.sources(of: [])[0])

        for (index, cursor) in whole.cursors.enumerated() {
            let rest = try await InventoryWalk(kind.sources(of: [])[0], after: cursor)

            let expected = cursor.isComplete ? 0 : whole.cursors.count - index - 1
            #expect(rest.cursors.suffix(expected) == whole.cursors.suffix(expected))
        }
    }

    @Test(arguments: InventorySample.allCases, [1, 100, 4096])
    func `the size of pages in bytes does not change the clips`(
        sample: InventorySample,
        bytes: Int
    ) async throws {
        let folder = try ScratchFolder()
        let source = try sample.kind(in: folder, pageRows: 1000, pageBytes: bytes).sources(of: [])[0]

        let walk = try await InventoryWalk(source)

        #expect(try walk.clips.map(\.id.bytes) == sample.ids.map { Array($0.utf8) })
    }

    @Test(arguments: InventorySample.allCases)
    func `a cursor of another source is refused`(sample: InventorySample) async throws {
        let folder = try ScratchFolder()
        let source = try sample.kind(in: folder, pageRows: 3).sources(of: [])[0]
        let other = InventoryCursor.start(identity: "1:2:3:4")

        await #expect(throws: InventoryError(source: source.name, cause: .changed)) {
            try await source.page(after: other)
        }
    }
}
