/// Looks at every link of a run once, at every edge, and writes down what it saw; changes nothing outside.
///
/// Before a plan is applied it tells how reachable each link is now; after a run, whether what it says is still true.
struct Looker: Sendable {
    let ledger: Ledger
    let run: RunID
    let view: SiteView
    let stop: StopSignal

    private static let roundSize = 256

    /// How many pairs of link and edge were seen in each visibility.
    ///
    /// - Throws: `LedgerError` when what was seen cannot be written down, `PlanError` when it was interrupted.
    func look() async throws -> [Visibility: Int] {
        let run = run
        let controls = try await ledger.change { try $0.controls(of: run) }
        return try await withThrowingTaskGroup(of: [Visibility: Int].self) { group in
            for edge in view.site.edges {
                group.addTask {
                    try await look(at: EdgeLook(edge: edge, view: view, controls: controls))
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
    }

    private func look(at look: EdgeLook) async throws -> [Visibility: Int] {
        let (run, edge) = (run, look.edge.name)
        var counts: [Visibility: Int] = [:]
        var last: Int64 = 0
        while true {
            if stop.isStopping { throw PlanError.interrupted(run: run) }
            let after = last
            let sights = try await ledger.change {
                try $0.sights(at: edge, of: run, after: after, limit: Self.roundSize)
            }
            guard let end = sights.last else { return counts }

            last = end.link
            let results = await look.results(of: sights)
            for result in results { counts[result.verdict.visibility, default: 0] += 1 }
            try await ledger.change { try $0.recordLook(results, at: edge, of: run) }
        }
    }
}
