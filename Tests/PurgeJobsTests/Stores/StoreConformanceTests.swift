import Testing

@testable import PurgeJobs

/// What every store promises, whatever its kind.
@Suite struct StoreConformanceTests {
    private let place = "run-1"

    private func key() throws -> ObjectKey { try #require(ObjectKey("v/CleverClip/720.mp4")) }

    /// Puts an object and gives what the store saw of it.
    private func prepared(
        _ specimen: StoreSpecimen,
        content: String = "moving pictures"
    ) async throws -> (world: StoreSpecimen.World, evidence: ObjectEvidence) {
        let world = try await specimen.makeWorld()
        try await world.put(key(), content)
        guard case .present(let evidence) = try await world.store.inspect(key()) else {
            throw StoreError(store: world.store.name, object: "", cause: .unusable("nothing was put"))
        }

        return (world, evidence)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `a store keeps its name`(specimen: StoreSpecimen) async throws {
        #expect(try await specimen.makeWorld().store.name == "media")
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `evidence carries the size and stays the same`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(evidence.size == (StoreSpecimen.measuring.contains(specimen) ? 15 : nil))
        #expect(!evidence.identity.isEmpty)
        #expect(try await world.store.inspect(key()) == .present(evidence))
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `a disabled object is refused where it was served`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.served(key()) == "moving pictures")
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        #expect(try await world.served(key()) == nil)
        #expect(try await world.store.inspect(key()) == .absent)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `a second disable finds its work done`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .already)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `restore brings the same bytes back, once`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .done)
        #expect(try await world.served(key()) == "moving pictures")
        #expect(try await world.store.inspect(key()) == .present(evidence))
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .already)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
    }

    @Test(arguments: StoreSpecimen.deleting)
    func `delete ends what was disabled, and a second one finds nothing`(
        specimen: StoreSpecimen
    ) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        let deleting = try #require(world.deleting)
        #expect(try await deleting.delete(key(), expecting: evidence, place: place) == .done)
        let second = try await deleting.delete(key(), expecting: evidence, place: place)
        #expect(second == .gone || second == .already)
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .gone)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .gone)
        #expect(try await world.served(key()) == nil)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `an object that was never there is gone, not refused`(specimen: StoreSpecimen) async throws {
        let world = try await specimen.makeWorld()
        let evidence = ObjectEvidence(identity: "0:0", size: 1)
        #expect(try await world.store.inspect(key()) == .absent)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .gone)
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .gone)
        guard let deleting = world.deleting else { return }

        #expect(try await deleting.delete(key(), expecting: evidence, place: place) == .gone)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `an object that went away after the plan is gone`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        try await world.remove(key())
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .gone)
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `another object than the planned one is left alone`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        for wrong in [
            ObjectEvidence(identity: evidence.identity, size: (evidence.size ?? 0) + 1),
            ObjectEvidence(identity: evidence.identity + "0", size: evidence.size),
            ObjectEvidence(identity: "", size: evidence.size),
        ] {
            let outcome = try await world.store.disable(key(), expecting: wrong, place: place)
            #expect(outcome == .different(evidence))
        }
        #expect(try await world.served(key()) == "moving pictures")
        #expect(try await world.store.inspect(key()) == .present(evidence))
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `what was uploaded anew is neither hidden, nor overwritten by restore`(
        specimen: StoreSpecimen
    ) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        try await world.put(key(), "something else entirely")
        guard case .present(let fresh) = try await world.store.inspect(key()) else {
            Issue.record("the new object is not seen")
            return
        }

        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .different(fresh))
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .different(fresh))
        #expect(try await world.served(key()) == "something else entirely")
        guard let deleting = world.deleting else { return }

        // Where hidden bytes are kept apart from what is served they can go; elsewhere the new object stands in their place.
        let end: StoreOutcome = StoreSpecimen.withPlaces.contains(specimen) ? .done : .different(fresh)
        #expect(try await deleting.delete(key(), expecting: evidence, place: place) == end)
        #expect(try await world.served(key()) == "something else entirely")
    }

    @Test(arguments: StoreSpecimen.allCases)
    func `hidden bytes are neither deleted nor brought back on another object's evidence`(
        specimen: StoreSpecimen
    ) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: place) == .done)
        let wrong = ObjectEvidence(identity: evidence.identity, size: (evidence.size ?? 0) + 1)
        if let deleting = world.deleting {
            let end = try await deleting.delete(key(), expecting: wrong, place: place)
            #expect(end.isDifferent)
        }
        #expect(try await world.store.restore(key(), expecting: wrong, place: place).isDifferent)
        #expect(try await world.store.restore(key(), expecting: evidence, place: place) == .done)
    }

    @Test(arguments: StoreSpecimen.withPlaces)
    func `two runs keep their hidden objects apart`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        #expect(try await world.store.disable(key(), expecting: evidence, place: "run-1") == .done)
        #expect(try await world.store.restore(key(), expecting: evidence, place: "run-2") == .gone)
        let deleting = try #require(world.deleting)
        #expect(try await deleting.delete(key(), expecting: evidence, place: "run-2") == .gone)
        #expect(try await world.store.restore(key(), expecting: evidence, place: "run-1") == .done)
    }

    @Test(arguments: StoreSpecimen.withPlaces, ["", "..", "a/b", "Run", "a.b", "a b", "ä"])
    func `a place that might be a path is refused`(specimen: StoreSpecimen, place: String) async throws {
        let (world, evidence) = try await prepared(specimen)
        await #expect(throws: StoreError.self) {
            try await world.store.disable(key(), expecting: evidence, place: place)
        }
        #expect(try await world.served(key()) == "moving pictures")
    }

    @Test(arguments: StoreSpecimen.acting)
    func `a cancelled task still gets the true answer`(specimen: StoreSpecimen) async throws {
        let (world, evidence) = try await prepared(specimen)
        let name = try key()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await world.store.disable(name, expecting: evidence, place: "run-1")
        }
        task.cancel()
        #expect(try await task.value == .done)
        #expect(try await world.served(name) == nil)
    }
}

extension StoreOutcome {
    fileprivate var isDifferent: Bool {
        if case .different = self { true } else { false }
    }
}
