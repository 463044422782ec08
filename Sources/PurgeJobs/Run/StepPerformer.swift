/// Does what claimed steps say, at most a few at once, and turns every answer into a receipt.
struct StepPerformer: Sendable {
    let run: RunID
    let platform: Platform
    let stop: StopSignal
    let breakers: PlaceBreakers

    /// How long one purge may take, waiting for its turn included.
    private static let deadline = Duration.seconds(60)

    /// The receipts of a group of claims, in no order; `isProbe` when it is one step, sent though the breaker is open.
    ///
    /// - Throws: only what must stop the whole run: a plan and a site that disagree.
    func perform(_ claims: [StepClaim], _ share: WorkShare, isProbe: Bool) async throws -> [StepReceipt] {
        try await withThrowingTaskGroup(of: StepReceipt.self) { group in
            var waiting = claims.makeIterator()
            for _ in 0..<share.concurrency {
                guard let claim = waiting.next() else { break }

                group.addTask { try await receipt(of: claim, at: share.place, isProbe) }
            }
            var receipts: [StepReceipt] = []
            while let receipt = try await group.next() {
                receipts.append(receipt)
                if let claim = waiting.next() {
                    group.addTask { try await self.receipt(of: claim, at: share.place, isProbe) }
                }
            }
            return receipts
        }
    }

    private func receipt(
        of claim: StepClaim,
        at place: StepPlace,
        _ isProbe: Bool
    ) async throws -> StepReceipt {
        let receipt = try await answer(to: claim, at: place, isProbe)
        breakers.note(receipt, at: place, isProbe: isProbe)
        return receipt
    }

    private func answer(to claim: StepClaim, at place: StepPlace, _ isProbe: Bool) async throws -> StepReceipt
    {
        if stop.isStopping { return claim.handedBack(.failed, "the run was stopped before it was sent") }
        if !isProbe, breakers.isOpen(place) {
            let why = "the breaker of \(place.text) opened before it was sent"
            return claim.receipt(.failed, nil, why, .postpone(for: FailureBreaker.excuse))
        }

        switch (place, claim.target) {
        case (.store(let name), .object(_, let key, let evidence)):
            guard let store = platform.view.stores[name] else {
                throw PlanError.stale(run: run, why: "no store \(name)")
            }

            return await StoreStep(store: store, run: run).receipt(of: claim, key, evidence)
        case (.node(let name), .link(let url, _)):
            guard let node = platform.node(name) else {
                throw PlanError.stale(run: run, why: "no node \(name)")
            }

            return try await purge(url, at: node, claim)
        default:
            throw PlanError.stale(run: run, why: "a step does not fit its place")
        }
    }

    private func purge(_ url: LinkURL, at node: Platform.Node, _ claim: StepClaim) async throws -> StepReceipt
    {
        do {
            var request = try node.adapter.purgeRequest(
                for: [url],
                at: node.address,
                credential: node.credential
            )
            request.deadline = .now + Self.deadline
            let response = try await platform.pacer.send(request, by: platform.control)
            return read(response, node, claim)
        } catch let error as TransportError {
            return try read(error, claim)
        } catch {
            return claim.receipt(.failed, nil, "\(error)", .setAside(cause: "\(error)", skippingRest: false))
        }
    }

    private func read(_ response: HTTPResponse, _ node: Platform.Node, _ claim: StepClaim) -> StepReceipt {
        let status = response.status
        switch node.adapter.answer(to: response) {
        case .purged: return claim.receipt(.done, status, nil, .finish)
        case .notCached: return claim.receipt(.gone, status, "not in the cache", .finish)
        case .accepted(let id): return claim.receipt(.accepted, status, id, .finish)
        case .refused where status == 429 || status == 503:
            // The node asks for time; no item is set aside for it, however long that takes.
            let wait = FailureDisposition.throttled(retryAfter: response.retryAfter, attempt: 1)
            return claim.receipt(.refused, status, nil, Self.postponed(wait))
        case .refused where [401, 403, 407].contains(status):
            return Self.refusal(claim, status, "\(node.name) answered \(status) to a purge")
        case .refused:
            let next =
                FailureDisposition(response, attempt: claim.failures + 1).map { disposition in
                    Self.next(disposition, "\(node.name) answered \(status) to a purge")
                }
                ?? .setAside(cause: "\(node.name) answered \(status), which is no purge", skippingRest: false)
            return claim.receipt(.refused, status, nil, next)
        }
    }

    private func read(_ error: TransportError, _ claim: StepClaim) throws -> StepReceipt {
        let outcome: StepReceipt.Outcome = error.wasSent ? .unknown : .failed
        switch FailureDisposition(error, attempt: error.wasSent ? claim.failures + 1 : 1) {
        case .stopRun(.cancelled): return claim.handedBack(outcome, "cancelled")
        case .stopRun: throw PlanError.stale(run: run, why: "\(error)")
        case .retry where !error.wasSent:
            // Nobody was there to be asked: that is the node's trouble, and no item is set aside for it.
            let wait = RetryPolicy().wait(afterFailure: claim.tries + 1, random: .system)
            return claim.receipt(outcome, nil, "\(error)", .postpone(for: wait))
        case let disposition:
            return claim.receipt(outcome, error.status, "\(error)", Self.next(disposition, "\(error)"))
        }
    }

    /// The place may refuse everybody, which its breaker will notice: no item is set aside for the first time.
    private static func refusal(_ claim: StepClaim, _ status: Int, _ cause: String) -> StepReceipt {
        let (policy, failures) = (RetryPolicy(), claim.failures + 1)
        let next: StepReceipt.Next =
            failures < policy.attempts
            ? .retry(after: policy.wait(afterFailure: failures, random: .system))
            : .setAside(cause: cause, skippingRest: false)
        var receipt = claim.receipt(.refused, status, nil, next)
        receipt.isRefusal = true
        return receipt
    }

    private static func postponed(_ disposition: FailureDisposition) -> StepReceipt.Next {
        if case .retry(let pause) = disposition {
            .postpone(for: pause)
        } else {
            .postpone(for: .seconds(60))
        }
    }

    private static func next(_ disposition: FailureDisposition, _ cause: String) -> StepReceipt.Next {
        switch disposition {
        case .retry(let pause): .retry(after: pause)
        case .giveUp, .stopRun: .setAside(cause: cause, skippingRest: false)
        }
    }
}
