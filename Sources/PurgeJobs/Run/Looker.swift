import Synchronization

/// Looks at every link of a run once, at every edge, and writes down what it saw; changes nothing outside.
///
/// Before a plan is applied it tells how reachable each link is now; after a run, whether what it says is still true.
struct Looker: Sendable {
    let ledger: Ledger
    let run: RunID
    let view: SiteView
    let stop: StopSignal
    let desk: RequestDesk

    private static let roundSize = 256

    /// What was seen so far, at all edges.
    private final class Progress: Sendable {
        private let state = Mutex((counts: [Visibility: Int](), last: [String: Int64]()))

        var counts: [Visibility: Int] { state.withLock(\.counts) }

        /// The last link that was looked at.
        func last(at edge: String) -> Int64 { state.withLock { $0.last[edge] ?? 0 } }

        func note(_ results: [ProbeResult], upTo link: Int64, at edge: String) {
            state.withLock { state in
                state.last[edge] = link
                for result in results { state.counts[result.verdict.visibility, default: 0] += 1 }
            }
        }
    }

    /// How many pairs of link and edge were seen in each visibility.
    ///
    /// - Throws: `LedgerError` when what was seen cannot be written down, `PlanError` when it was interrupted.
    func look() async throws -> [Visibility: Int] {
        let run = run
        let controls = try await ledger.change { try $0.controls(of: run) }
        let tally = Progress()
        while true {
            var tasks: [RunShift.Work] = []
            for edge in view.site.edges {
                let look = EdgeLook(edge: edge, view: view, controls: controls)
                tasks.append { try await self.look(at: look, tally) }
            }
            try await RunShift(stop: stop).run(tasks)
            guard stop.isStopping else { return tally.counts }

            _ = try await desk.passage(for: run, RunProgress(phase: .applying))
        }
    }

    private func look(at look: EdgeLook, _ tally: Progress) async throws {
        let (run, edge, gate) = (run, look.edge.name, desk.controls.gate)
        var turn = 0
        while !stop.isStopping {
            if gate.isShut {
                // A cancelled sleep ends at once, and so does the task, which a stop cancels.
                try? await Task.sleep(for: .milliseconds(50))
                if Task.isCancelled { return }
                continue
            }
            let closings = gate.closings
            let after = tally.last(at: edge)
            let sights = try await ledger.change {
                try $0.sights(at: edge, of: run, after: after, limit: Self.roundSize)
            }
            guard let end = sights.last else { return }

            let results = await look.results(of: sights, turn: turn)
            turn += 1
            // Cut off: what was not looked at says nothing.
            if Task.isCancelled { return }
            guard gate.closings == closings else { continue }

            try await ledger.change { try $0.recordLook(results, at: edge, of: run) }
            tally.note(results, upTo: end.link, at: edge)
        }
    }
}
