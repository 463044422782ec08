import Synchronization

/// Does all that is due over all runs, once: tombstones, then rebounds, rounds and deletions of every open run.
package struct Watch: Sendable {
    /// What was done.
    package struct Outcome: Sendable {
        package var tombstones: [TombstoneEnd: Int] = [:]
        /// The clips that are back, and how.
        package var back: [(clip: ClipID, how: TombstoneEnd)] = []
        package var runs: [(run: RunID, end: RunEnd)] = []
        /// Runs that could not be worked on, each with the reason.
        package var failures: [(run: RunID, why: String)] = []
    }

    private let ledger: Ledger
    private let person: Operator
    private let environment: [String: String]
    private let stop: StopSignal

    private static let roundSize = 100
    /// A timer comes again: what is not due by then waits for it.
    private static let patience = Duration.seconds(10)

    package init(_ ledger: Ledger, by operator: Operator, environment: [String: String], stop: StopSignal) {
        self.ledger = ledger
        person = `operator`
        self.environment = environment
        self.stop = stop
    }

    /// Looks and works until nothing is due within ten seconds.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written: then nothing was sent any more.
    package func work(_ progress: @escaping @Sendable (RunProgress) -> Void) async throws -> Outcome {
        let book = Book()
        let desk = RequestDesk(ledger: ledger, stop: stop, progress: progress)
        // Cut off, like a run, when an emergency waits: then the timer's next turn goes on.
        try await desk.attend {
            try await RunShift(stop: stop).run([{ try await lookAtTombstones(book, desk.controls) }])
        }
        var outcome = book.outcome
        let runs = try await ledger.change { try $0.snapshot.openRuns() }
        for run in runs where !stop.isStopping {
            do {
                let takedown = try await takedown(of: run.id)
                let end = try await takedown.apply(
                    run.id,
                    count: nil,
                    patience: Self.patience,
                    outwaitsPauses: false,
                    in: ledger,
                    by: person,
                    stop: stop,
                    progress: progress
                )
                outcome.runs.append((run.id, end))
            } catch let error as LedgerError {
                throw error
            } catch {
                outcome.failures.append((run.id, VisibleText.of("\(error)")))
                try await ledger.change { try $0.notifyFailed(run.id) }
            }
        }
        try await tellRest()
        return outcome
    }

    /// Tells people what is due still, by the site of the newest run.
    private func tellRest() async throws {
        let newest = try await ledger.change { try $0.snapshot.runs(limit: 1).first?.id }
        // A site file that cannot be read any more was named with its run; here it only keeps messages waiting.
        guard let newest, let site = try? await takedown(of: newest).site else { return }

        await NoticeSender(site, ledger, stop)?.sayFarewell()
    }

    private func takedown(of run: RunID) async throws -> Takedown {
        let environment = environment
        return try await ledger.change { transaction in
            let snapshot = transaction.snapshot
            return try Takedown(of: try snapshot.run(run), in: snapshot, environment: environment)
        }
    }

    // MARK: Tombstones

    private final class Book: Sendable {
        private let state = Mutex(Outcome())

        var outcome: Outcome { state.withLock(\.self) }

        func note(_ tombstone: DueTombstone, _ end: TombstoneEnd) {
            state.withLock { outcome in
                outcome.tombstones[end, default: 0] += 1
                if end == .relit || end == .returned { outcome.back.append((tombstone.clip, end)) }
            }
        }

        func note(failure why: String, of run: RunID) {
            state.withLock { $0.failures.append((run, why)) }
        }
    }

    /// Of a run that is paused none is looked at: they stay due.
    private func lookAtTombstones(_ book: Book, _ controls: RunControls) async throws {
        var failed: Set<RunID> = []
        while !stop.isStopping, controls.hold == nil {
            let due = try await ledger.change { try $0.dueTombstones(limit: Self.roundSize) }
                .filter { !failed.contains($0.run) && !controls.holds($0.run) }
            guard !due.isEmpty else { return }

            for (run, tombstones) in Dictionary(grouping: due, by: \.run) {
                do {
                    let view = try SiteView(await takedown(of: run).site, gate: controls.gate, waits: true)
                    try await look(at: tombstones, view, book)
                } catch let error as LedgerError {
                    throw error
                } catch {
                    failed.insert(run)
                    book.note(failure: VisibleText.of("\(error)"), of: run)
                }
            }
        }
    }

    private func look(
        at tombstones: [DueTombstone],
        _ view: SiteView,
        _ book: Book
    ) async throws {
        guard let run = tombstones.first?.run else { return }

        let controls = try await ledger.change { try $0.controls(of: run) }
        let closings = view.gate.closings
        var seen: [Int64: [(edge: String, results: [ProbeResult])]] = [:]
        for edge in view.site.edges {
            let items = tombstones.map(\.item)
            let sights = try await ledger.change { transaction in
                try items.flatMap { try transaction.sights(at: edge.name, of: run, item: $0) }
            }
            let results = await EdgeLook(edge: edge, view: view, controls: controls).results(of: sights)
            // What was cut off says nothing.
            if Task.isCancelled || view.gate.closings != closings { return }
            for (item, results) in Dictionary(grouping: results, by: \.sight.item) {
                seen[item, default: []].append((edge.name, results))
            }
        }
        for tombstone in tombstones {
            let presence = await presence(of: tombstone, view, book)
            let what = seen[tombstone.item] ?? []
            let end = try await ledger.change { try $0.recordWatch(tombstone, what, presence) }
            book.note(tombstone, end)
        }
    }

    /// Whether one of its objects is served by a store again; a store that cannot be asked is named, and says nothing.
    private func presence(
        of tombstone: DueTombstone,
        _ view: SiteView,
        _ book: Book
    ) async -> DueTombstone.Presence {
        var presence = DueTombstone.Presence.absent
        for (name, key) in tombstone.objects {
            guard let store = view.stores[name] else { continue }

            do throws(StoreError) {
                if case .present = try await store.inspect(key) { return .back }
            } catch {
                book.note(failure: VisibleText.of("\(error)"), of: tombstone.run)
                presence = .unknown
            }
        }
        return presence
    }
}
