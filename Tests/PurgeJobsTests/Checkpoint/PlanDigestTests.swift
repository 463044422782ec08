import Testing

@testable import PurgeJobs

@Suite struct PlanDigestTests {
    private func digest(of items: [PlannedItem]) async throws -> Digest {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        return try await fixture.sealed(items, in: ledger).digest
    }

    @Test func `is the same for every order of walking`() async throws {
        let items = try (0..<20).map { try LedgerFixture.item("clip\($0)", objects: 2, links: 3) }
        let one = try await digest(of: items)
        #expect(try await digest(of: items.reversed()) == one)
        #expect(try await digest(of: items.shuffled()) == one)
    }

    @Test func `differs with one link, one object or one clip more`() async throws {
        let plain = try await digest(of: [LedgerFixture.item("a", objects: 1, links: 1)])
        #expect(try await digest(of: [LedgerFixture.item("a", objects: 1, links: 2)]) != plain)
        #expect(try await digest(of: [LedgerFixture.item("a", objects: 2, links: 1)]) != plain)
        #expect(try await digest(of: [LedgerFixture.item("a"), LedgerFixture.item("b")]) != plain)
        #expect(try await digest(of: [LedgerFixture.item("a", isDeleted: true)]) != plain)
    }

    @Test func `ids that differ only in Unicode normalisation are two items`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let plan = try await fixture.sealed(
            [LedgerFixture.item("caf\u{e9}"), LedgerFixture.item("cafe\u{301}")],
            in: ledger
        )
        #expect(plan.effects == 2)
    }

    @Test func `a clip of two sources is one item with the links of both`() async throws {
        let fixture = try LedgerFixture()
        let ledger = try await fixture.open()
        let plan = try await fixture.sealed(
            [LedgerFixture.item("a", objects: 1, links: 1), LedgerFixture.item("a", objects: 1, links: 3)],
            in: ledger
        )
        #expect(plan.effects == 1)
        let links = try fixture.reader().look { snapshot in
            var links = 0
            try snapshot.forEachItem(of: plan.run) { links += $0.links }
            return links
        }
        #expect(links == 3)
    }
}
