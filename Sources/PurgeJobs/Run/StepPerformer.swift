/// Does what claimed steps say, at most a few at once, and turns every answer into a receipt.
struct StepPerformer: Sendable {
    let run: RunID
    let platform: Platform
    let stop: StopSignal
    let breakers: PlaceBreakers
    let pulse: RunPulse

    var gate: SendingGate { platform.view.gate }

    /// How many steps of a place to take at most: a second's worth where a person slows its hosts down.
    ///
    /// What is taken and not yet sent is what a late exemption comes too late for.
    func share(of group: Int, at place: StepPlace) -> Int {
        let rates = platform.hosts(of: place).compactMap { gate.rate(of: $0) }
        guard let slowest = rates.min() else { return group }

        return min(group, max(1, Int(min(slowest, 1e6))))
    }

    /// The receipts of a group of claims, in no order; `isProbe` when it is one step, sent though the breaker is open.
    ///
    /// `blocked` is what a deny list is to refuse, where the place is one.
    ///
    /// - Throws: only what must stop the whole run: a plan and a site that disagree.
    func perform(
        _ claims: [StepClaim],
        _ share: WorkShare,
        blocked: Set<LinkURL>,
        isProbe: Bool
    ) async throws -> [StepReceipt] {
        if case .denyList(let name) = share.place,
            case .list(let adapter, let file) = platform.node(name)?.blocker
        {
            return try await list(claims, share.place, try step(at: name, blocked), adapter, file, isProbe)
        }
        let changes = gate.changes
        return try await withThrowingTaskGroup(of: StepReceipt.self) { group in
            var waiting = claims.makeIterator()
            for _ in 0..<share.concurrency {
                guard let claim = waiting.next() else { break }

                group.addTask {
                    try await receipt(of: claim, at: share.place, blocked, isProbe, since: changes)
                }
            }
            var receipts: [StepReceipt] = []
            while let receipt = try await group.next() {
                receipts.append(receipt)
                if let claim = waiting.next() {
                    group.addTask {
                        try await self.receipt(of: claim, at: share.place, blocked, isProbe, since: changes)
                    }
                }
            }
            return receipts
        }
    }

    /// All claims at once: the list of a node is written whole.
    private func list(
        _ claims: [StepClaim],
        _ place: StepPlace,
        _ step: DenyListStep,
        _ adapter: any ListBlocking,
        _ file: DenyListFile,
        _ isProbe: Bool
    ) async throws -> [StepReceipt] {
        let kept = claims.compactMap { unsent($0, at: place, isProbe, since: gate.changes) }
        guard kept.isEmpty else { return kept }

        let receipts = await step.receipts(of: claims, adapter, file)
        for receipt in receipts { breakers.note(receipt, at: place, isProbe: isProbe) }
        return receipts
    }

    private func receipt(
        of claim: StepClaim,
        at place: StepPlace,
        _ blocked: Set<LinkURL>,
        _ isProbe: Bool,
        since changes: Int
    ) async throws -> StepReceipt {
        let receipt: StepReceipt
        if let unsent = unsent(claim, at: place, isProbe, since: changes) {
            receipt = unsent
        } else {
            receipt = try await answer(to: claim, at: place, blocked)
        }
        breakers.note(receipt, at: place, isProbe: isProbe)
        return receipt
    }

    /// What becomes of a claim that is not sent any more; nil where it is.
    private func unsent(
        _ claim: StepClaim,
        at place: StepPlace,
        _ isProbe: Bool,
        since changes: Int
    ) -> StepReceipt? {
        if stop.isStopping || pulse.isOver {
            return claim.handedBack(.failed, "the run was stopped before it was sent")
        }
        if gate.isShut { return claim.handedBack(.failed, "the run was paused before it was sent") }
        if gate.changes != changes {
            return claim.handedBack(.failed, "a pause or a pace was changed before it was sent")
        }
        guard !isProbe, breakers.isOpen(place) else { return nil }

        let why = "the breaker of \(place.text) opened before it was sent"
        return claim.receipt(.failed, nil, why, .postpone(for: FailureBreaker.excuse))
    }

    private func answer(
        to claim: StepClaim,
        at place: StepPlace,
        _ blocked: Set<LinkURL>
    ) async throws -> StepReceipt {
        switch (place, claim.target) {
        case (.store(let name), .object(_, let key, let evidence, let hiddenBy)):
            if let store = platform.askedStore(name) {
                let step = AskedStoreStep(store: store, run: run, platform: platform)
                return try await step.receipt(of: claim, key, evidence)
            }
            guard let store = platform.view.stores[name] else { throw stale("no store \(name)") }

            return await StoreStep(store: store, run: hiddenBy ?? run).receipt(of: claim, key, evidence)
        case (.preservation(let name), .object(_, let key, let evidence, _)):
            guard let store = platform.preservers[name] else {
                throw stale("no preservation place of \(name)")
            }

            return await PreserveStep(store: store, run: run).receipt(of: claim, key, evidence)
        case (.node(let name), .link(let url, let family)):
            let step = NodeStep(node: try node(name), run: run, platform: platform)
            return try await step.purge(url, of: family, claim)
        case (.node(let name), .other(let stored)):
            guard let target = TagTarget(stored: stored) else { throw stale("no tag for \(name)") }

            let step = NodeStep(node: try node(name), run: run, platform: platform)
            return try await step.purge(tagged: target, claim)
        case (.revoker(let name), .other(let stored)):
            guard let revoker = platform.revoker(name) else { throw stale("no revoker \(name)") }

            return try await RevokeStep(revoker: revoker, run: run, platform: platform).receipt(
                of: claim,
                stored
            )
        case (.denyList(let name), .link(let url, _)):
            guard case .requests(let adapter) = try node(name).blocker else {
                throw stale("no deny list at \(name)")
            }

            return try await step(at: name, blocked).receipt(of: claim, url, adapter)
        default:
            throw stale("a step does not fit its place")
        }
    }

    private func step(at name: String, _ blocked: Set<LinkURL>) throws(PlanError) -> DenyListStep {
        DenyListStep(node: try node(name), run: run, platform: platform, blocked: blocked)
    }

    private func node(_ name: String) throws(PlanError) -> Platform.Node {
        guard let node = platform.node(name) else { throw stale("no node \(name)") }

        return node
    }

    private func stale(_ why: String) -> PlanError { .stale(run: run, why: why) }
}
