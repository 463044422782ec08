import Foundation
import Testing

@testable import PurgeJobs

/// Rows that are hostile one by one: each is a clip or a counted bad row, and never harms its neighbours.
@Suite struct HostileRowTests {
    @Test(arguments: HostileRow.all)
    func `a hostile row is read right or counted, and its neighbours stay`(row: HostileRow) async throws {
        let folder = try ScratchFolder()
        let before = Array("{\"id\":\"before\"}\n".utf8)
        let path = try folder.write(before + row.bytes + Array("\n{\"id\":\"after\"}\n".utf8))

        let walk = try await InventoryWalk.file(path)

        switch row.expectation {
        case .clip(let id):
            #expect(walk.clips.map(\.id.bytes) == ["before", id, "after"].map { Array($0.utf8) })
            #expect(walk.badRows.isEmpty)
        case .bad(let flaw):
            #expect(walk.clips.map(\.id.bytes) == ["before", "after"].map { Array($0.utf8) })
            #expect(walk.badRows == [InventoryPage.BadRow(line: 2, reason: flaw.description)])
        }
        #expect(walk.rows == 3)
    }

    @Test(arguments: HostileRow.all)
    func `without a last newline a broken row ends the walk`(row: HostileRow) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Array("{\"id\":\"before\"}\n".utf8) + row.bytes)

        guard case .bad(let flaw) = row.expectation, flaw.isBroken else {
            #expect(try await InventoryWalk.file(path).rows == 2)
            return
        }
        await #expect(throws: InventoryError(source: path, cause: .truncated(line: 2))) {
            try await InventoryWalk.file(path)
        }
    }

    @Test func `no reason repeats the row`() {
        for case .bad(let flaw) in HostileRow.all.map(\.expectation) {
            #expect(flaw.description.utf8.allSatisfy { $0 >= 32 && $0 < 127 })
        }
    }

    private struct Identified: Decodable {
        let id: String
    }

    /// Rows that are mutated at random: what we accept, Foundation accepts with the same id.
    @Test func `nothing is accepted that a common parser refuses`() throws {
        var random = SeededGenerator(seed: 20_261_122)
        let seeds = HostileRow.all.map(\.bytes).filter { $0.count < 400 }
        var reader = ClipRowReader(InventoryFieldTree(.standard))
        var accepted = 0
        for _ in 0..<20_000 {
            var row = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) where !row.isEmpty {
                let index = Int.random(in: row.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: row[index] = "{}[]\",:\\u0e1 -\u{80}\n".utf8.randomElement(using: &random) ?? 0
                case 1: row.remove(at: index)
                default: row.insert(row[Int.random(in: row.indices, using: &random)], at: index)
                }
            }
            // A row that is refused hides nothing; what counts is what is read.
            guard let clip = try? reader.clip(in: row.span) else { continue }

            accepted += 1
            let identified = try JSONDecoder().decode(Identified.self, from: Data(row))
            #expect(Array(identified.id.utf8) == clip.id.bytes)
        }
        #expect(accepted > 1000)
    }
}
