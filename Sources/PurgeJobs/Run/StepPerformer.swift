/// Does what claimed steps say, at most a few at once, and turns every answer into a receipt.
struct StepPerformer: Sendable {
    let run: RunID
    let platform: Platform
    let stop: StopSignal

    /// How long one purge may take, waiting for its turn included.
    private static let deadline = Duration.seconds(60)

    /// The receipts of a group of claims, in no order.
    ///
    /// - Throws: only what must stop the whole run: a plan and a site that disagree.
    func perform(_ claims: [StepClaim], _ share: WorkShare) async throws -> [StepReceipt] {
        try await withThrowingTaskGroup(of: StepReceipt.self) { group in
            var waiting = claims.makeIterator()
            for _ in 0..<share.concurrency {
                guard let claim = waiting.next() else { break }

                group.addTask { try await receipt(of: claim, at: share.place) }
            }
            var receipts: [StepReceipt] = []
            while let receipt = try await group.next() {
                receipts.append(receipt)
                if let claim = waiting.next() {
                    group.addTask { try await self.receipt(of: claim, at: share.place) }
                }
            }
            return receipts
        }
    }

    private func receipt(of claim: StepClaim, at place: StepPlace) async throws -> StepReceipt {
        if stop.isStopping { return claim.handedBack(.failed, "the run was stopped before it was sent") }
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
        let disposition = FailureDisposition(error, attempt: claim.failures + 1)
        if case .stopRun(.cancelled) = disposition { return claim.handedBack(outcome, "cancelled") }
        if case .stopRun = disposition { throw PlanError.stale(run: run, why: "\(error)") }
        return claim.receipt(outcome, error.status, "\(error)", Self.next(disposition, "\(error)"))
    }

    private static func next(_ disposition: FailureDisposition, _ cause: String) -> StepReceipt.Next {
        switch disposition {
        case .retry(let pause): .retry(after: pause)
        case .giveUp, .stopRun: .setAside(cause: cause, skippingRest: false)
        }
    }
}
