/// What is preserved for holds, and the places where it is: by the site of the run that put it aside.
package struct Preservation: Sendable {
    /// What reading a preserved object again found.
    package enum Finding: String, Encodable, Sendable {
        case intact
        /// Other bytes are there than were put aside.
        case different
        case missing
    }

    package let objects: [PreservedObject]
    private let places: [RunID: [String: any ClipPreserving]]

    /// Finds what is preserved, of one clip or of all, and opens its places; changes nothing.
    ///
    /// - Throws: `StoreError` for a place that cannot be worked with, `JobFileError` and `LedgerError` where a run's site
    ///   cannot be read any more.
    package init(of clip: ClipID?, in snapshot: LedgerSnapshot, environment: [String: String]) throws {
        var objects: [PreservedObject] = []
        if let clip {
            objects = try snapshot.preserved(of: clip)
        } else {
            try snapshot.forEachPreserved(endedToo: false) { objects.append($0) }
        }
        self.objects = objects
        places = try Set(objects.map(\.run)).reduce(into: [:]) { places, run in
            let site = try Takedown(of: try snapshot.run(run), in: snapshot, environment: environment).site
            places[run] = try site.stores.reduce(into: [:]) { places, store in
                places[store.name] = try store.kind.makePreservation(name: store.name)
            }
        }
    }

    /// Reads everything that is preserved again, and says what came of each.
    ///
    /// - Throws: `StoreError` for what cannot be read.
    package func check(_ body: (PreservedObject, Finding) throws -> Void) async throws {
        for object in objects {
            let digest = try await place(of: object).keptDigest(of: object.key, place: "\(object.run)")
            let finding = digest.map { $0 == object.bytes.digest ? Finding.intact : .different }
            try body(object, finding ?? .missing)
        }
    }

    /// Releases or destroys what is preserved of a clip; asked again after a crash, it goes on.
    ///
    /// - Throws: `LedgerError` while the clip is held, or nothing is preserved of it; `StoreError` for what could not be
    ///   done, after which the rest is as it was.
    package func end(
        of clip: ClipID,
        as ending: PreservedObject.Ending,
        in ledger: Ledger,
        by operator: Operator
    ) async throws -> [(object: PreservedObject, outcome: StoreOutcome)] {
        let objects = try await ledger.change { try $0.beginEnding(of: clip, as: ending, by: `operator`) }
        var ended: [(PreservedObject, StoreOutcome)] = []
        for object in objects {
            let (place, run) = (try place(of: object), "\(object.run)")
            let outcome =
                switch ending {
                case .released: try await place.release(object.key, object.bytes, place: run)
                case .destroyed: try await place.destroy(object.key, place: run)
                }
            try await ledger.change { try $0.end(object, as: ending) }
            ended.append((object, outcome))
        }
        return ended
    }

    private func place(of object: PreservedObject) throws(StoreError) -> any ClipPreserving {
        guard let place = places[object.run]?[object.store] else {
            throw StoreError(
                store: object.store,
                object: object.key.description,
                cause: .unusable("the site of run \(object.run) names no preservation place for it")
            )
        }

        return place
    }
}
