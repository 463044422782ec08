import Testing

/// The repository keeps the house's rules: floors, libraries, declarations, sizes and words.
///
/// The rules themselves are tested on planted breaches, beside this file.
@Suite struct LayerTests {
    private func expectNone(_ breaches: [Breach]) {
        for breach in breaches { Issue.record("\(breach.description)") }
    }

    private let tree = SourceTree.repository

    @Test func `the house is found and read`() {
        let rooms = Set(tree.housed.compactMap(\.room))
        #expect(rooms.contains("Model"))
        #expect(tree.files.contains { $0.path.hasSuffix("/Architecture/LayerTests.swift") })
        #expect(tree.housed.allSatisfy { !$0.tokens.isEmpty })
    }

    @Test func `the tables name the same rooms`() {
        let placed = Set(FloorPlan.floors.joined())
        #expect(FloorPlan.floors.joined().count == placed.count)
        #expect(Set(FloorPlan.libraries.keys) == placed.union([FloorPlan.roof]))
        #expect(FloorPlan.plugInRooms.isSubset(of: placed))
        #expect(FloorPlan.uncheckedSendableRooms.isSubset(of: placed))
    }

    @Test func `every file is in a room on a floor`() { expectNone(FloorRules.unplacedFiles(in: tree)) }

    @Test func `a room uses only the floors below it`() { expectNone(FloorRules.usesOutOfReach(in: tree)) }

    @Test func `a room imports only what its allow-list names`() {
        expectNone(FloorRules.unlistedImports(in: tree))
    }

    @Test func `no library is handed on`() { expectNone(FloorRules.leakedLibraries(in: tree)) }

    @Test func `nothing is declared outside a type`() {
        expectNone(DeclarationRules.freeDeclarations(in: tree))
    }

    @Test func `top-level names are unique`() { expectNone(DeclarationRules.duplicateNames(in: tree)) }

    @Test func `an extension of another room's type is private`() {
        expectNone(DeclarationRules.openExtensions(in: tree))
    }

    @Test func `a protocol has two conformers`() { expectNone(DeclarationRules.lonelyProtocols(in: tree)) }

    @Test func `files fit the budget`() { expectNone(HouseRules.longFiles(in: tree)) }

    @Test func `functions fit the budget`() { expectNone(HouseRules.longFunctions(in: tree)) }

    @Test func `names say what things do`() { expectNone(HouseRules.vagueNames(in: tree)) }

    @Test func `nothing is compiled conditionally`() {
        expectNone(HouseRules.conditionalCompilation(in: tree))
    }

    @Test func `nothing is left unfinished`() { expectNone(HouseRules.unfinishedWork(in: tree)) }

    @Test func `an ignored error has its reason beside it`() { expectNone(HouseRules.silentTries(in: tree)) }

    @Test func `state is guarded by hand only where listed`() {
        expectNone(HouseRules.uncheckedSendables(in: tree))
    }

    @Test func `a CDN adapter never sends`() { expectNone(HouseRules.sendingAdapters(in: tree)) }
}
