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
        let gate = platform.view.gate
        var turn = 0
        while !stop.isStopping, !pulse.isOver {
            let closings = gate.closings
            guard !gate.isShut else {
                await pulse.rest(atMost: .milliseconds(50))
                continue
            }

            let sights = try await ledger.change {
                try $0.dueSights(at: edge.name, of: run, limit: Self.roundSize)
            }
            guard !sights.isEmpty else {
                await pulse.rest(atMost: .milliseconds(50))
                continue
            }

            let node = platform.node(edge.name)?.name
            let seen = await look.results(of: sights, turn: turn)
            turn += 1
            if stop.isHalted || Task.isCancelled { return }
            // A round that a pause cut in two says nothing: it is looked at again, whole.
            guard gate.closings == closings else { continue }

            let results = try await aged(seen, at: node)
            let settled = try await ledger.change {
                try $0.recordRound(results, at: edge.name, node: node, of: run, timing)
            }
            log(results, settled)
            tell(results)
            if settled > 0 { pulse.advance(ledger.now) }
            pulse.beat()
        }
    }

    /// Says of what is served whether it outlived the last purge at this node or came after it.
    private func aged(_ results: [ProbeResult], at node: String?) async throws -> [ProbeResult] {
        let served = results.filter { $0.verdict == .lit(.served) && $0.born != nil }.map(\.sight)
        guard let node, !served.isEmpty else { return results }

        let run = run
        let purges = try await ledger.change { try $0.lastPurges(of: served, at: node, of: run) }
        let (now, instant) = (ledger.now, ContinuousClock.now)
        return results.map { result in
            guard result.verdict == .lit(.served), let born = result.born,
                let purge = purges[result.sight.link]
            else { return result }

            var result = result
            let moment = now.advanced(by: born - instant)
            result.verdict = .lit(CopyAge.light(born: moment, purged: purge))
            return result
        }
    }

    private func log(_ results: [ProbeResult], _ settled: Int) {
        var metadata: Logger.Metadata = ["edge": "\(edge.name)", "settled": "\(settled)"]
        for visibility in Visibility.allCases {
            metadata[visibility.rawValue] = "\(results.count { $0.verdict.visibility == visibility })"
        }
        Runner.log.info("round of probes", metadata: metadata)
        warn(results)
    }

    /// Names an edge whose answers cannot be taken as they are.
    private func warn(_ results: [ProbeResult]) {
        var counts: [String: Int] = [:]
        for result in results {
            switch result.verdict {
            case .lit(.servesAnything), .lit(.survivor), .unknown(.servesAnything), .unknown(.unproven),
                .unknown(.undeclaredVariants),
                .unknown(.untrusted), .unknown(.refused), .unknown(.redirectedToLit):
                counts[result.verdict.reason, default: 0] += 1
            default: break
            }
        }
        for (reason, count) in counts.sorted(by: { $0.key < $1.key }) {
            Runner.log.warning(
                "an edge's answers are in doubt",
                metadata: ["edge": "\(edge.name)", "reason": "\(reason)", "links": "\(count)"]
            )
        }
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
