import Logging

/// Looks at the links that are due at one edge, a round at a time.
struct LinkProber: Sendable {
    let ledger: Ledger
    let run: RunID
    let edge: Edge
    let platform: Platform
    let timing: RunTiming
    let stop: StopSignal
    let pulse: RunPulse
    let progress: @Sendable (RunProgress) -> Void

    private static let roundSize = 256

    /// Works until the run is over or stops.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written.
    func work() async throws {
        let (run, edge, timing) = (run, edge, timing)
        let look = EdgeLook(
            edge: edge,
            view: platform.view,
            controls: try await ledger.change { try $0.controls(of: run) }
        )
        while !stop.isStopping, !pulse.isOver {
            let sights = try await ledger.change {
                try $0.dueSights(at: edge.name, of: run, limit: Self.roundSize)
            }
            guard !sights.isEmpty else {
                await pulse.rest(atMost: .milliseconds(50))
                continue
            }

            let results = await look.results(of: sights)
            if stop.isHalted || Task.isCancelled { return }
            let node = platform.node(edge.name)?.name
            let settled = try await ledger.change {
                try $0.recordRound(results, at: edge.name, node: node, of: run, timing)
            }
            log(results, settled)
            tell(results)
            if settled > 0 { pulse.advance(ledger.now) }
            pulse.beat()
        }
    }

    private func log(_ results: [ProbeResult], _ settled: Int) {
        var metadata: Logger.Metadata = ["edge": "\(edge.name)", "settled": "\(settled)"]
        for visibility in Visibility.allCases {
            metadata[visibility.rawValue] = "\(results.count { $0.verdict.visibility == visibility })"
        }
        Runner.log.info("round of probes", metadata: metadata)
    }

    private func tell(_ results: [ProbeResult]) {
        var news = RunProgress(phase: .applying)
        news.looks = results.map { result in
            RunProgress.Look(
                item: result.sight.item,
                link: result.sight.link,
                family: result.sight.family,
                host: result.sight.host,
                edge: edge.name,
                verdict: result.verdict
            )
        }
        progress(news)
    }
}
