import Logging

/// Takes due steps of one place, a group at a time: intents made durable, effects sent, receipts written.
struct StepWorker: Sendable {
    let ledger: Ledger
    let run: RunID
    let share: WorkShare
    let performer: StepPerformer
    let timing: RunTiming
    let stop: StopSignal
    let pulse: RunPulse
    let breakers: PlaceBreakers
    let progress: @Sendable (RunProgress) -> Void

    /// Works until the run is over or stops.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be written; nothing was sent after that.
    func work() async throws {
        var claims: [StepClaim] = []
        var isProbe = false
        var groupSize = share.firstGroup
        while true {
            if claims.isEmpty {
                if stop.isStopping || pulse.isOver { return }
                if performer.gate.isShut {
                    await pulse.rest(atMost: .milliseconds(50))
                    continue
                }
                (claims, isProbe) = try await take(groupSize)
            }
            guard !claims.isEmpty else {
                await pulse.rest(atMost: .milliseconds(50))
                continue
            }

            let begun = ContinuousClock.now
            let blocked = try await blockedLinks()
            let receipts = try await performer.perform(claims, share, blocked: blocked, isProbe: isProbe)
            groupSize = share.group(after: receipts.count, in: ContinuousClock.now - begun)
            claims = try await record(receipts, next: groupSize)
            isProbe = false
        }
    }

    /// What the place is to refuse, where it is a deny list: read after the claims were written, which change it.
    private func blockedLinks() async throws -> Set<LinkURL> {
        guard case .denyList = share.place else { return [] }

        let place = share.place
        return Set(try await ledger.change { try $0.blockedLinks(at: place) })
    }

    /// Takes what is due, or one step to try where the place's breaker is open.
    private func take(_ groupSize: Int) async throws -> (claims: [StepClaim], isProbe: Bool) {
        let (run, place) = (run, share.place)
        let allowance = breakers.allowance(at: place)
        guard allowance != .nothing else { return ([], false) }

        let limit = allowance == .probe ? 1 : performer.share(of: groupSize, at: place)
        let claims = try await ledger.change { try $0.claim(place, of: run, limit: limit) }
        if allowance == .probe, claims.isEmpty { breakers.returnProbe(at: place) }
        return (claims, allowance == .probe)
    }

    /// Writes receipts and, in the same commit, the intents of the next group, unless the run is to end.
    private func record(_ answers: [StepReceipt], next groupSize: Int) async throws -> [StepClaim] {
        let (run, timing, share) = (run, timing, share)
        let judged = breakers.judge(answers, at: share.place)
        let receipts = judged.receipts
        let isHeld = performer.gate.isShut || breakers.isOpen(share.place)
        let limit =
            stop.isStopping || pulse.isOver || isHeld ? 0 : performer.share(of: groupSize, at: share.place)
        let claims = try await ledger.change { transaction in
            try transaction.record(receipts, of: run, timing)
            if let cause = judged.opened {
                try transaction.openBreaker(at: share.place, of: run, because: cause)
            }
            if judged.isClosed { try transaction.closeBreaker(at: share.place, of: run) }
            return try limit > 0 ? transaction.claim(share.place, of: run, limit: limit) : []
        }
        if let cause = judged.opened {
            Runner.log.error(
                "breaker opened: nothing more is sent there for now",
                metadata: ["place": "\(share.place.text)", "cause": "\(VisibleText.of(cause))"]
            )
        }
        log(receipts)
        tell(receipts)
        if receipts.contains(where: \.isProgress) { pulse.advance(ledger.now) }
        pulse.beat()
        return claims
    }

    private func tell(_ receipts: [StepReceipt]) {
        let links = receipts.count { $0.claim.kind == .block && $0.isOver }
        guard links > 0 else { return }

        var news = RunProgress(phase: .applying)
        news.blocked = (share.place.name, links)
        progress(news)
    }

    private func log(_ receipts: [StepReceipt]) {
        Runner.log.info(
            "steps answered",
            metadata: ["place": "\(share.place.text)", "count": "\(receipts.count)"]
        )
        let unblocked = receipts.filter { $0.claim.kind == .block && !$0.isOver }
        if let why = unblocked.compactMap(\.detail).first {
            Runner.log.warning(
                "links are not blocked there yet",
                metadata: [
                    "place": "\(share.place.text)", "count": "\(unblocked.count)",
                    "cause": "\(VisibleText.of(why))",
                ]
            )
        }
        for receipt in receipts {
            guard case .setAside(let cause, _) = receipt.next else { continue }

            let item: Logger.MetadataValue = "\(receipt.claim.item)"
            Runner.log.warning(
                "item set aside",
                metadata: ["item": item, "cause": "\(VisibleText.of(cause))"]
            )
        }
    }
}

extension StepReceipt {
    /// Whether the run got on by it: purges of what stays lit do not count, or patience would never end.
    fileprivate var isProgress: Bool {
        if case .finish = next { claim.pass <= 2 } else { false }
    }
}
