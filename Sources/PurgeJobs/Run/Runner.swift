import Logging

/// Applies a sealed plan: takes due steps from the ledger, sends them, writes what came of them, until nothing is due.
///
/// The ledger is the queue. Each place (a store, a cache node) has workers of its own, so that a dead node keeps
/// nobody else; each edge has one prober. Nothing that a crash may not lose lives here.
package struct Runner: Sendable {
    let ledger: Ledger
    let run: RunID
    let platform: Platform
    let timing: RunTiming
    let stop: StopSignal
    let desk: RequestDesk
    /// Whether a pause is waited for; else the run is left settling, for whoever comes next.
    let outwaitsPauses: Bool
    /// The job's patience: what is not dark by then is told of.
    let deadline: Duration
    let progress: @Sendable (RunProgress) -> Void

    /// What a log says of a run: counts, places and causes, never URLs or names that others chose.
    static let log = Logger(label: "purge.run")

    /// Begins or takes up the run and works until it is over, settling or stopped.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written, after which nothing was sent any more; `PlanError`
    ///   when the plan may not be applied.
    func apply(count: Int?, by operator: Operator) async throws -> RunEnd {
        let run = run
        let left = try await ledger.change { try $0.snapshot.openBreakers(of: run) }
        let breakers = PlaceBreakers(
            leftOpen: left.compactMap { StepPlace(stored: $0.place) },
            clock: { [ledger] in ledger.now }
        )
        repeat {
            try await ledger.change { try $0.startApplying(run, count: count, by: `operator`) }
            let pulse = RunPulse(ledger.now)
            var tasks: [RunShift.Work] = [{ try await watch(pulse, breakers) }]
            for worker in workers(pulse, breakers) { tasks.append { try await worker.work() } }
            for prober in probers(pulse) { tasks.append { try await prober.work() } }
            try await RunShift(stop: stop).run(tasks)
        } while try await hasGivenWay()
        return try await end()
    }

    /// Lets an emergency have the ledger, where one waits, and answers whether the run is to go on after it.
    private func hasGivenWay() async throws -> Bool {
        guard stop.isGivingWay else { return false }

        let run = run
        guard try await ledger.change({ try $0.snapshot.run(run).state == .applying }) else {
            stop.goOn()
            return false
        }

        try await desk.giveWay(from: run)
        return true
    }

    private func workers(_ pulse: RunPulse, _ breakers: PlaceBreakers) -> [StepWorker] {
        let stores = platform.site.stores.map { settings in
            platform.askedStore(settings.name).map { WorkShare(asked: $0) }
                ?? WorkShare(store: settings.name, gathers: settings.kind.gathers)
        }
        let preservations = platform.preservers.keys.sorted().map { WorkShare(preservation: $0) }
        let nodes = platform.nodes.flatMap { WorkShare.shares(of: $0) }
        let denyLists = platform.nodes.compactMap { WorkShare.denyList(of: $0) }
        let revokers = platform.revokers.map { WorkShare.revoker($0) }
        return (stores + preservations + nodes + denyLists + revokers).map { share in
            StepWorker(
                ledger: ledger,
                run: run,
                share: share,
                performer: StepPerformer(
                    run: run,
                    platform: platform,
                    stop: stop,
                    breakers: breakers,
                    pulse: pulse
                ),
                timing: timing,
                stop: stop,
                pulse: pulse,
                breakers: breakers,
                progress: progress
            )
        }
    }

    private func probers(_ pulse: RunPulse) -> [LinkProber] {
        platform.site.edges.map { edge in
            LinkProber(
                ledger: ledger,
                run: run,
                edge: edge,
                platform: platform,
                timing: timing,
                stop: stop,
                pulse: pulse,
                progress: progress
            )
        }
    }

    // MARK: Waiting and ending

    /// How long a run that is at its end may not notice it.
    private static let longestBlink = Duration.seconds(3)
    /// What is due later is not waited for once nothing can be seen any more.
    private static let soon = Duration.seconds(10)

    /// Ends the workers when nothing is due, or when patience is at its end.
    private func watch(_ pulse: RunPulse, _ breakers: PlaceBreakers) async throws {
        let run = run
        let isRestore = try await ledger.change { try $0.purpose(of: run) } == .restore
        while !pulse.isOver, !stop.isStopping {
            let (outlook, conservation, cost) = try await ledger.change { transaction in
                let begun = ContinuousClock.now
                let outlook = try transaction.outlook(of: run)
                let sums = try transaction.snapshot.conservation(of: run)
                return (outlook, sums, ContinuousClock.now - begun)
            }
            tell(conservation, outlook, breakers)
            if desk.controls.hold != nil {
                // Time that a person takes is not the run's.
                pulse.advance(ledger.now)
                if !outwaitsPauses { pulse.end() }
            }
            if outlook.isIdle(within: timing.verification.patience, now: ledger.now)
                || isRestore && conservation.isBack
                || conservation.isClockStopped && outlook.isIdle(within: Self.soon, now: ledger.now)
                || ledger.now.duration(since: pulse.lastProgress) > timing.verification.patience
            {
                pulse.end()
            }
            // Looking costs more the larger the run is: no more than a tenth of the time, as far as nobody waits for it.
            await pulse.sleep(max(.milliseconds(200), min(cost * 9, Self.longestBlink)))
        }
        pulse.end()
    }

    private func tell(_ sums: Conservation, _ outlook: RunOutlook, _ breakers: PlaceBreakers) {
        let now = ledger.now
        var news = RunProgress(phase: .applying, conservation: sums, waits: desk.controls.waits)
        for (host, time) in platform.pauses.sorted(by: { $0.key < $1.key }) {
            news.waits.append(.asked(host: host, until: now.advanced(by: time)))
        }
        news.waits += breakers.open.map { .breaker(place: $0) }
        if let next = outlook.next, next.until > now {
            news.waits.append(.due(what: next.what, at: next.until))
        }
        progress(news)
    }

    private func tellOfDeadline() async throws {
        let (run, deadline) = (run, deadline)
        try await ledger.change { transaction in
            let overview = try transaction.snapshot.run(run)
            guard let started = overview.startedAt, overview.purpose == .takedown,
                transaction.now.duration(since: started) >= deadline
            else { return }

            try transaction.notifyNotDark(run)
        }
    }

    private func end() async throws -> RunEnd {
        let run = run
        let isCancelled = try await ledger.change { try $0.snapshot.run(run).state == .cancelled }
        if isCancelled { return .cancelled }
        if stop.isStopping { return stop.isPanicked ? .panicked : .interrupted }
        let isClosed = try await ledger.change { try $0.closeIfFinished(run) }
        let conservation = try await ledger.change { try $0.snapshot.conservation(of: run) }
        guard conservation.holds else {
            throw LedgerError(
                path: ledger.directory.path,
                cause: .impossible("the conservation sums of run \(run) do not add up: \(conservation)")
            )
        }

        if !isClosed { try await tellOfDeadline() }
        let isRestore = try await ledger.change { try $0.purpose(of: run) } == .restore
        if isRestore ? conservation.isAllLit : conservation.isAllDark { return isRestore ? .restored : .dark }
        let isSettling = !isClosed && conservation.unsettled > 0
        return isSettling ? .settling : .partial
    }
}
